import type { MessagePosted } from '#protocol/message-events.ts'
import type { Level } from '#protocol/reading.ts'
import { can, standingOf } from '#server/rooms/index.ts'
import type { Sql } from '#server/storage/database.ts'

/** A message that somebody should hear of. */
export type Reason = { seq: number; message: MessagePosted; forMe: boolean }
/** Why somebody is pushed to: messages that they have not read, newest first, and where they were said. */
export type Occasion = {
  room: { id: string; name: string; title: string; chat: boolean }
  reasons: readonly [Reason, ...Reason[]]
  /** Messages for this person that are not read, in all rooms. */
  badge: number
}
/** What is looked for: messages above `since` and up to `upTo`. */
export type Span = { principalId: string; roomId: string; since: number; upTo: number }

/** More than this are not counted one by one. */
const MOST = 100

/**
 * Why somebody should be told now, read anew at the moment of sending: that they may read the room (T-7), that they have not
 * read it meanwhile, how much they want to hear, whether at all now, and what the messages say by now. Null: nothing is left to be told.
 */
export async function findOccasion(sql: Sql, span: Span): Promise<Occasion | null> {
  const place = await findPlace(sql, span)
  if (!place || place.level === 'none' || (await isQuiet(sql, span.principalId))) return null
  const since = Math.max(span.since, place.read)
  const said = await findSaid(sql, { ...span, since })
  const [newest, ...others] = said.filter(({ forMe }) => forMe || place.level === 'all')
  if (!newest) return null
  const { room } = place
  return { room, reasons: [newest, ...others], badge: await countMentions(sql, span.principalId) }
}

/** Do not disturb, said on whichever device: those whose page is closed cannot hear of it (decision 0051). */
async function isQuiet(sql: Sql, principalId: string): Promise<boolean> {
  const rows = await sql<{ value: string }[]>`
    select value from person_settings where principal_id = ${principalId} and name = 'quiet' and value = 'on'`
  return rows.length > 0
}

type Place = { room: Occasion['room']; level: Level; read: number }
type PlaceRow = { name: string; title: string; entered: number; level: Level | null; read_seq: number }

/** Somebody's seat in a room that it may read; null where there is none, or may not any more. */
async function findPlace(sql: Sql, { principalId, roomId }: Span): Promise<Place | null> {
  const [row] = await sql<PlaceRow[]>`
    select r.name, r.title, p.entered, s.level, s.read_seq
    from seats s join rooms r on r.id = s.room_id join principals p on p.id = s.principal_id
    where s.principal_id = ${principalId} and s.room_id = ${roomId}`
  const standing = row ? await standingOf(sql, roomId, principalId) : null
  if (!row || !standing || can({ entered: row.entered === 1, standing }, 'read') !== null) return null
  const { name, title, read_seq: read } = row
  const { chat } = standing
  return { room: { id: roomId, name, title, chat }, level: row.level ?? (chat ? 'all' : 'mentions'), read }
}

type SaidRow = { seq: number; wire: string; for_me: number; edited: string | null }

/** What others said, but for those whose words this person does not want to see; newest first. */
async function findSaid(sql: Sql, { principalId, roomId, since, upTo }: Span): Promise<Reason[]> {
  const rows = await sql<SaidRow[]>`
    select e.seq, e.wire,
      case when exists (select 1 from mentions m where m.room_id = e.room_id and m.seq = e.seq
        and m.principal_id in (${principalId}, '')) then 1 else 0 end as for_me,
      (select c.wire from message_edits d join events c on c.room_id = d.room_id and c.seq = d.seq
        where d.room_id = e.room_id and d.message = e.seq order by d.seq desc limit 1) as edited
    from events e
    where e.room_id = ${roomId} and e.type = 'message.posted' and e.seq > ${since} and e.seq <= ${upTo}
      and e.author_id <> ${principalId}
      and not exists (select 1 from person_marks k
        where k.principal_id = ${principalId} and k.other_id = e.author_id and k.ignored = 1)
    order by e.seq desc limit ${MOST}`
  return rows.flatMap(({ seq, wire, for_me, edited }) => {
    // What stands there was made by the log.
    const message: MessagePosted | { body?: never } = JSON.parse(wire)
    // Its words are erased.
    if (message.body === undefined) return []
    const now: Partial<Pick<MessagePosted, 'body' | 'mentions'>> = edited === null ? {} : JSON.parse(edited)
    const { body = message.body, mentions = message.mentions } = now
    return [{ seq, message: { ...message, body, ...(mentions && { mentions }) }, forMe: for_me === 1 }]
  })
}

async function countMentions(sql: Sql, principalId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from mentions m
    join seats s on s.principal_id = m.principal_id and s.room_id = m.room_id
    where m.principal_id = ${principalId} and m.seq > s.read_seq`
  return row?.count ?? 0
}
