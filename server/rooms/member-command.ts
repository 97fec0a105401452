import type { CommandInput } from '#protocol/index.ts'
import type { Person } from '#protocol/people.ts'
import type { MemberChanged } from '#protocol/room-events.ts'
import type { Caller, Right, Standing } from '#server/accounts/caller.ts'
import type { Principals } from '#server/accounts/principals.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { type At, findPerson, isListed } from './member-store.ts'
import { absent } from './rights.ts'
import { standingOf } from './standing.ts'
import type { Plan, Scene, StoreNotice } from './store-notice.ts'

export type MemberNeeds = {
  storeNotice: StoreNotice
  /** Whether `who` takes no invitations from `whom` (T-15). */
  refuses(sql: Sql, who: string, whom: string): Promise<boolean>
  ownsHouse(sql: Sql, personId: string): Promise<boolean>
  /** Puts a room on the lists of people, and takes it off, in the transaction that decides it. */
  seatIn(tx: RoomTx, room: string, people: readonly string[], by: string): Promise<void>
  unseatIn(tx: RoomTx, room: string, person: string): Promise<void>
}

/** Whom a command is about, and what that person is in the room. */
export type Target = { scene: Scene; at: At; who: Person; is: Readonly<Standing> }
type Input = CommandInput<'member.add'>
type Named = { name: string; right: Right }

/**
 * A command about somebody in a room: found by id, as who has a name (T-2). In open and link rooms nobody is a member, and
 * whoever was removed may come back.
 */
export function createMemberCommand(
  storeNotice: StoreNotice,
  { name, right }: Named,
  planFor: (target: Target) => Promise<Plan | Refusal>,
) {
  return function memberCommand(caller: Caller, { room, cid, person }: Input) {
    async function plan(scene: Scene): Promise<Plan | Refusal> {
      const who = await findPerson(scene.tx.sql, person)
      if (!who) return new Refusal('not_found')
      const is = (await standingOf(scene.tx.sql, room, person)) ?? absent
      return planFor({ scene, at: { room, person }, who, is })
    }
    return storeNotice(caller, { room, cid }, { right, sent: [name, person], plan })
  }
}

export type ThereNeeds = { principals: Pick<Principals, 'find'> }

/** In open and link rooms, where nobody is a member: whether somebody is there now, or has the room on the list. */
export async function isThere({ principals }: ThereNeeds, sql: Sql, { room, person }: At): Promise<boolean> {
  return principals.find(person)?.joined(room) === true || isListed(sql, { room, person })
}

export const memberChanged = (who: Person, how: MemberChanged['how']) => ({ type: 'member.changed', who, how }) as const
export const tooMany = (limit: number): Refusal => new Refusal('too_many', { limit })

/** Nobody acts on the owner, on whoever owns the installation where that says something, or on oneself (T-31). */
export async function isAbove({ scene, who, is }: Target, ownsHouse: MemberNeeds['ownsHouse']): Promise<boolean> {
  const { tx, room, caller } = scene
  if (is.role === 'owner' || who.id === caller.principal.id) return true
  return room.access !== 'private' && ownsHouse(tx.sql, who.id)
}
