import { Refusal } from '#server/kit/refusal.ts'
import {
  createMemberCommand,
  isAbove,
  isThere,
  type MemberNeeds,
  memberChanged,
  type Target,
  type ThereNeeds,
} from './member-command.ts'
import { deleteMember, findNoticeAbout } from './member-store.ts'
import type { Plan } from './store-notice.ts'

type RemoveNeeds = Pick<MemberNeeds, 'storeNotice' | 'ownsHouse' | 'unseatIn'> & ThereNeeds

/** Puts somebody out, who may come back to an open or link room, and has to be added to a private one. */
export function createRemoveMember({ storeNotice, ownsHouse, unseatIn, principals }: RemoveNeeds) {
  async function plan(target: Target): Promise<Plan | Refusal> {
    const { scene, at, who, is } = target
    const { tx, room } = scene
    if (await isAbove(target, ownsHouse)) return new Refusal('forbidden')
    if (is.banned) return { about: who.id }
    // Whoever never was there is nobody's to remove, and then to be let in again: that would be an invitation.
    const isOut = room.access === 'private' ? is.role === null : !(await isThere({ principals }, tx.sql, at))
    if (isOut) return (await findNoticeAbout(tx.sql, at)) ? { about: who.id } : new Refusal('not_found')
    async function also(): Promise<void> {
      await deleteMember(tx.sql, at)
      await unseatIn(tx, at.room, at.person)
    }
    return { fields: memberChanged(who, 'removed'), also }
  }

  return createMemberCommand(storeNotice, { name: 'remove', right: 'govern' }, plan)
}
