import type { Person } from '#protocol/people.ts'
import { newPrincipalId } from '#server/kit/ids.ts'
import type { Sql } from '#server/storage/database.ts'
import { Principal, type PrincipalKind } from './principals.ts'

type PrincipalRow = { id: string; kind: PrincipalKind; name: string; look: number; entered: number; seen_ms: number }

const principal = (row: PrincipalRow): Principal =>
  // A word of our own: that of the row would be one more text for each.
  new Principal({
    ...row,
    kind: row.kind === 'classic' ? 'classic' : 'guest',
    entered: row.entered === 1,
    seenMs: row.seen_ms,
  })

/** Whose session it is, and when it was used last; it may be over. */
export async function findBySession(
  sql: Sql,
  tokenHash: string,
): Promise<{ principal: Principal; usedMs: number } | null> {
  const [row] = await sql<(PrincipalRow & { owner: string | null; used_ms: number })[]>`
    select p.id, p.kind, p.name, p.look, p.entered, p.seen_ms, h.owner_id as owner, s.seen_ms as used_ms
    from sessions s join principals p on p.id = s.principal_id left join house h on h.owner_id = p.id
    where s.token_hash = ${tokenHash}`
  if (!row) return null
  return { principal: Object.assign(principal(row), { houseOwner: row.owner !== null }), usedMs: row.used_ms }
}

export async function deleteSession(sql: Sql, tokenHash: string): Promise<void> {
  await sql`delete from sessions where token_hash = ${tokenHash}`
}

/** Whoever holds a name, or held it last. */
export async function findByNameKey(sql: Sql, nameKey: string): Promise<{ id: string; seen_ms: number } | null> {
  const [row] = await sql<{ id: string; seen_ms: number }[]>`
    select id, seen_ms from principals where name_key = ${nameKey}`
  return row ?? null
}

/** The name of somebody who has entered. */
export async function findName(sql: Sql, id: string): Promise<{ id: string; name: string } | null> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from principals where id = ${id} and entered = 1`
  return row ?? null
}

/** Whether there is such a person under a name. */
export const hasEntered = async (sql: Sql, id: string): Promise<boolean> => (await findName(sql, id)) !== null

/** Somebody by id, as others see them. */
export async function findPerson(sql: Sql, id: string): Promise<Person | null> {
  const [row] = await sql<PrincipalRow[]>`
    select id, kind, name, look, entered, seen_ms from principals where id = ${id}`
  return row ? principal(row).person() : null
}

/** Name, bowl and sessions go with the row: nobody can be this person again. */
export async function deletePrincipal(sql: Sql, id: string): Promise<void> {
  await sql`delete from sessions where principal_id = ${id}`
  await sql`delete from principals where id = ${id}`
}

export type NewPrincipal = {
  kind: PrincipalKind
  name: string
  nameKey: string | null
  look: (id: string) => number
  entered: boolean
  nowMs: number
}

export async function insertPrincipal(sql: Sql, one: NewPrincipal): Promise<Principal> {
  const id = newPrincipalId()
  const look = one.look(id)
  await sql`
    insert into principals (id, kind, name, name_key, look, entered, created_ms, seen_ms)
    values (${id}, ${one.kind}, ${one.name}, ${one.nameKey}, ${look}, ${one.entered ? 1 : 0}, ${one.nowMs}, ${one.nowMs})`
  return new Principal({ id, kind: one.kind, name: one.name, look, entered: one.entered, seenMs: one.nowMs })
}

export async function insertSession(sql: Sql, tokenHash: string, principalId: string, nowMs: number): Promise<void> {
  await sql`
    insert into sessions (token_hash, principal_id, created_ms, seen_ms)
    values (${tokenHash}, ${principalId}, ${nowMs}, ${nowMs})`
}

/** False when there is no such person any more. */
export async function updateProfile(
  sql: Sql,
  id: string,
  profile: { name: string; nameKey: string; look: number; nowMs: number },
): Promise<boolean> {
  const updated = await sql<{ id: string }[]>`
    update principals set name = ${profile.name}, name_key = ${profile.nameKey}, look = ${profile.look}, entered = 1,
      seen_ms = ${profile.nowMs}
    where id = ${id} returning id`
  return updated.length > 0
}

export async function freeNameOf(sql: Sql, id: string): Promise<void> {
  await sql`update principals set name_key = ${null} where id = ${id}`
}

/** A guest of the classic gateway cannot come back: its row and its name go with it. Its messages carry its name. */
export async function deleteClassicGuest(sql: Sql, id: string): Promise<void> {
  await sql`delete from principals where id = ${id} and kind = 'classic'`
}

/** None of them outlives the process: whoever is there at the start was cut off by its end. */
export async function deleteClassicGuests(sql: Sql): Promise<void> {
  await sql`delete from principals where kind = 'classic'`
}

export async function touch(sql: Sql, id: string, nowMs: number): Promise<void> {
  await sql`update principals set seen_ms = ${nowMs} where id = ${id}`
  await sql`update sessions set seen_ms = ${nowMs} where principal_id = ${id}`
}

/** Forgets ended sessions, and people who only looked and have not come back. */
export async function sweepAccounts(sql: Sql, before: { sessionMs: number; lookerMs: number }): Promise<void> {
  await sql`delete from sessions where seen_ms < ${before.sessionMs}`
  // What a looker opened is nobody's: it was shown to nobody as its owner.
  await sql`
    delete from members where principal_id in (
      select id from principals where entered = 0 and seen_ms < ${before.lookerMs}
    )`
  await sql`delete from principals where entered = 0 and seen_ms < ${before.lookerMs}`
}
