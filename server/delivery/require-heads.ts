import { type Sql, StorageRefused } from '#server/storage/database.ts'
import { restoreWords } from '#server/storage/newest-backup.ts'

/** `last`: the highest number in the log; null: it is empty. `seq`: what the head says; null: there is none. */
type Wrong = { room_id: string; seq: number | null; last: number | null }

/**
 * At the start each room's head is held against its log (P-16): with one that is behind every message would be refused, with one that is ahead a
 * number would be missing for ever. A look into the index a room, whatever it holds: 10,000 rooms take 50 ms, 190 from a cold disk. Refuses with `StorageRefused`.
 */
export async function requireHeads(read: Sql, path: string): Promise<void> {
  const wrong = await findWrong(read)
  if (!wrong) return
  throw new StorageRefused(
    `${path}: in room ${wrong.room_id} ${sentenceOf(wrong)}. ${restoreWords(path)}; “npx teahouse verify” says what else is wrong.`,
  )
}

async function findWrong(read: Sql): Promise<Wrong | undefined> {
  const [first] = await read<Wrong[]>`
    select room_id, seq, last from (
      select r.id as room_id, h.seq, h.floor, (select max(e.seq) from events e where e.room_id = r.id) as last
      from rooms r left join room_heads h on h.room_id = r.id
    ) as heads
    where seq is null or coalesce(last, floor - 1) <> seq limit 1`
  return first
}

function sentenceOf({ seq, last }: Wrong): string {
  if (seq === null) return 'the log has no head'
  return `the head says ${seq}, but the log ${last === null ? 'is empty' : `ends at ${last}`}`
}
