import { limits } from '#protocol/limits.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { createMemberCommand, type MemberNeeds, memberChanged, type Target, tooMany } from './member-command.ts'
import { countMembers, findNoticeAbout, saveMember } from './member-store.ts'
import { countBelongings } from './room-store.ts'
import type { Plan } from './store-notice.ts'

type AddNeeds = Pick<MemberNeeds, 'storeNotice' | 'refuses' | 'seatIn'>

/** Lets somebody into a private room; elsewhere undoes a removal, for there is nothing else to let somebody into. */
export function createAddMember({ storeNotice, refuses, seatIn }: AddNeeds) {
  async function plan(target: Target): Promise<Plan | Refusal> {
    const { scene, at, who, is } = target
    const { tx, room, nowMs, caller } = scene
    if (who.classic) return new Refusal('not_found')
    if (is.banned) return new Refusal('banned')
    if (is.role !== null) return { about: who.id }
    const isPrivate = room.access === 'private'
    const refusal = isPrivate ? await refuseMember(target) : await refuseUndoing(target)
    if (refusal) return refusal
    async function also(): Promise<void> {
      if (isPrivate) await saveMember(tx.sql, at, 'member', nowMs)
      await seatIn(tx, room.id, [who.id], caller.principal.id)
    }
    return { fields: memberChanged(who, 'added'), also }
  }

  async function refuseMember({ scene: { tx, room, caller }, who }: Target): Promise<Refusal | null> {
    // Before the bounds, which tell something about the person.
    if (await refuses(tx.sql, who.id, caller.principal.id)) return new Refusal('refused')
    if ((await countMembers(tx.sql, room.id)) >= limits.members) return tooMany(limits.members)
    return (await countBelongings(tx.sql, who.id)) >= limits.listedRooms ? tooMany(limits.listedRooms) : null
  }

  async function refuseUndoing({ scene: { tx, caller }, at, who }: Target): Promise<Plan | Refusal | null> {
    const before = await findNoticeAbout(tx.sql, at)
    if (!before) return new Refusal('not_found')
    if (before.how !== 'removed') return { about: who.id }
    return (await refuses(tx.sql, who.id, caller.principal.id)) ? new Refusal('refused') : null
  }

  return createMemberCommand(storeNotice, { name: 'add', right: 'invite' }, plan)
}
