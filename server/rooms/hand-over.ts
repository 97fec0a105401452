import { limits } from '#protocol/limits.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import {
  createMemberCommand,
  isThere,
  type MemberNeeds,
  memberChanged,
  type Target,
  type ThereNeeds,
  tooMany,
} from './member-command.ts'
import { saveMember } from './member-store.ts'
import { countBelongings } from './room-store.ts'
import type { Plan } from './store-notice.ts'

type HandNeeds = Pick<MemberNeeds, 'storeNotice'> & ThereNeeds

/**
 * Gives a room to somebody who can have it: a member of a private one, elsewhere who is there, or has it on the list. Its name
 * would stand on a place where it never was (T-31).
 */
export function createHandOver({ storeNotice, principals }: HandNeeds) {
  async function plan({ scene, at, who, is }: Target): Promise<Plan | Refusal> {
    const { tx, room, nowMs } = scene
    if (is.role === 'owner') return { about: who.id }
    const isPrivate = room.access === 'private'
    if (isPrivate && is.role === null) return new Refusal('not_found')
    if (is.banned || who.classic) return new Refusal('forbidden')
    if (is.role === null && !(await isThere({ principals }, tx.sql, at))) return new Refusal('not_found')
    if (is.role === null && (await countBelongings(tx.sql, who.id)) >= limits.listedRooms)
      return tooMany(limits.listedRooms)
    async function also(): Promise<void> {
      await stepDown(tx.sql, room.id, isPrivate)
      await saveMember(tx.sql, at, 'owner', nowMs)
    }
    return { fields: memberChanged(who, 'owner'), also }
  }

  return createMemberCommand(storeNotice, { name: 'hand over', right: 'govern' }, plan)
}

/** Only private rooms have members that are nothing more. */
async function stepDown(sql: Sql, room: string, isPrivate: boolean): Promise<void> {
  if (isPrivate) await sql`update members set role = 'member' where room_id = ${room} and role = 'owner'`
  else await sql`delete from members where room_id = ${room} and role = 'owner'`
}
