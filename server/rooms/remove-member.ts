import { Refusal } from '#server/kit/refusal.ts'
import { createMemberCommand, isAbove, type MemberNeeds, memberChanged, type Target } from './member-command.ts'
import { deleteMember, findNoticeAbout } from './member-store.ts'
import type { Plan } from './store-notice.ts'

type RemoveNeeds = Pick<MemberNeeds, 'storeNotice' | 'ownsHouse' | 'unseatIn'>

/** Puts somebody out, who may come back to an open or link room, and has to be added to a private one. */
export function createRemoveMember({ storeNotice, ownsHouse, unseatIn }: RemoveNeeds) {
  async function plan(target: Target): Promise<Plan | Refusal> {
    const { scene, at, who, is } = target
    const { tx, room } = scene
    if (await isAbove(target, ownsHouse)) return new Refusal('forbidden')
    if (is.banned) return { about: who.id }
    if (room.access === 'private' && is.role === null)
      return (await findNoticeAbout(tx.sql, at)) ? { about: who.id } : new Refusal('not_found')
    async function also(): Promise<void> {
      await deleteMember(tx.sql, at)
      await unseatIn(tx, at.room, at.person)
    }
    return { fields: memberChanged(who, 'removed'), also }
  }

  return createMemberCommand(storeNotice, { name: 'remove', right: 'govern' }, plan)
}
