import type { Person } from '#protocol/people.ts'
import type { Sql } from '#server/storage/database.ts'

/** What somebody has marked another one with. */
export type Mark = { ignored: boolean; refused: boolean }
type MarkRow = { ignored: number; refused: number }
type MarkedRow = MarkRow & { id: string; name: string; look: number; kind: string }
export type Marked = Mark & { person: Person }

/** Whether `who` refuses to hear from `whom`. For who decides something only: nobody else may learn it (T-14). */
export async function refuses(sql: Sql, who: string, whom: string): Promise<boolean> {
  const rows = await sql<MarkRow[]>`
    select ignored, refused from person_marks where principal_id = ${who} and other_id = ${whom} and refused = 1`
  return rows.length > 0
}

/** Whether one of these two refuses the other. */
export async function refuseEachOther(sql: Sql, one: string, other: string): Promise<boolean> {
  return (await refuses(sql, other, one)) || refuses(sql, one, other)
}

export async function findMark(sql: Sql, who: string, whom: string): Promise<Mark> {
  const [row] = await sql<MarkRow[]>`
    select ignored, refused from person_marks where principal_id = ${who} and other_id = ${whom}`
  return { ignored: row?.ignored === 1, refused: row?.refused === 1 }
}

export async function saveMark(sql: Sql, who: string, whom: string, { ignored, refused }: Mark): Promise<void> {
  if (ignored || refused)
    await sql`
      insert into person_marks (principal_id, other_id, ignored, refused)
      values (${who}, ${whom}, ${ignored ? 1 : 0}, ${refused ? 1 : 0})
      on conflict (principal_id, other_id) do update set ignored = excluded.ignored, refused = excluded.refused`
  else await sql`delete from person_marks where principal_id = ${who} and other_id = ${whom}`
}

/** Everybody whom somebody has marked, by name. Who is no more is left out. */
export async function findMarked(sql: Sql, who: string): Promise<Marked[]> {
  const rows = await sql<MarkedRow[]>`
    select p.id, p.name, p.look, p.kind, m.ignored, m.refused
    from person_marks m join principals p on p.id = m.other_id
    where m.principal_id = ${who} order by p.name, p.id`
  return rows.map(({ id, name, look, kind, ignored, refused }) => ({
    person: { id, name, look, ...(kind === 'classic' ? { classic: true as const } : {}) },
    ignored: ignored === 1,
    refused: refused === 1,
  }))
}

/** How many there are, without those of people who are no more: these rows go. */
export async function countMarked(sql: Sql, who: string): Promise<number> {
  await sql`
    delete from person_marks
    where principal_id = ${who} and not exists (select 1 from principals p where p.id = person_marks.other_id)`
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from person_marks where principal_id = ${who}`
  return row?.count ?? 0
}

/** Of somebody who is no more: its own, and those of others with it. */
export async function deleteMarks(sql: Sql, id: string): Promise<void> {
  await sql`delete from person_marks where principal_id = ${id}`
  await sql`delete from person_marks where other_id = ${id}`
}
