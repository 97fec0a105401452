import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Members } from '#protocol/members.ts'
import { nameless } from '#protocol/nameless.ts'
import type { Role } from '#protocol/room-info.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { Unsettled } from '#server/delivery/unsettled.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import type { Sql } from '#server/storage/database.ts'
import { can } from './can.ts'
import { absent, factsOf } from './rights.ts'
import { asPerson, type PersonRow } from './room-store.ts'
import { standingOf } from './standing.ts'

type MemberRow = PersonRow & { role: Role; since_ms: number }
type BanRow = PersonRow & { at_ms: number; by_id: string; by_name: string | null; by_look: number; by_kind: string }

export type MembersNeeds = { read: Sql; unsettled: Pick<Unsettled, 'whenSettled'>; reading: Limiter }

/** Who belongs to a room; for whoever governs it also who is banned. By id, for that is how a page goes on (HOUSE-12). */
export function createReadMembers({ read, unsettled, reading }: MembersNeeds) {
  return async function readMembers({ principal }: Caller, { room, after = '' }: CommandInput<'room.members'>) {
    reading.require(principal.id)
    const [members, bans, standing] = await unsettled.whenSettled(room, () =>
      Promise.all([findMembers(read, room, after), findBans(read, room, after), standingOf(read, room, principal.id)]),
    )
    const governs = can(factsOf(principal, standing ?? absent, true), 'govern') === null
    return pageOf(members, governs ? bans : null)
  }
}

function pageOf(members: readonly MemberRow[], bans: readonly BanRow[] | null): Members {
  const full = [members, bans ?? []].filter((rows) => rows.length === limits.pageMembers)
  const [next] = full.map((rows) => rows.at(-1)?.id ?? '').toSorted()
  const isHere = ({ id }: { id: string }) => next === undefined || id <= next
  return {
    members: members.filter(isHere).map(({ role, since_ms, ...row }) => ({ person: asPerson(row), role, since_ms })),
    ...(bans && { banned: bans.filter(isHere).map(banned) }),
    ...(next !== undefined && { next }),
  }
}

const banned = ({ at_ms: at, by_id, by_name, by_look, by_kind, ...row }: BanRow) => ({
  person: asPerson(row),
  by:
    by_name === null
      ? { id: by_id, name: nameless, look: 0 }
      : asPerson({ id: by_id, name: by_name, look: by_look, kind: by_kind }),
  at,
})

const findMembers = (sql: Sql, room: string, after: string) => sql<MemberRow[]>`
  select p.id, p.name, p.look, p.kind, m.role, m.since_ms from members m join principals p on p.id = m.principal_id
  where m.room_id = ${room} and m.principal_id > ${after} and p.entered = 1
  order by m.principal_id limit ${limits.pageMembers}`

const findBans = (sql: Sql, room: string, after: string) => sql<BanRow[]>`
  select p.id, p.name, p.look, p.kind, b.at_ms, b.by_id, o.name as by_name, o.look as by_look, o.kind as by_kind
  from bans b join principals p on p.id = b.principal_id left join principals o on o.id = b.by_id
  where b.room_id = ${room} and b.principal_id > ${after} and b.heir_of is null
  order by b.principal_id limit ${limits.pageMembers}`
