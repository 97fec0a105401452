import { Database } from 'bun:sqlite'
import { LineLog } from '#server/delivery/line-log.ts'
import { Unsettled } from '#server/delivery/unsettled.ts'
import { sqliteTag } from '#server/storage/sqlite-statements.ts'
import { bringGuest } from '#tests/kit/guest.ts'
import { ROOM, ROOM_NAME } from '../search/fill-room.ts'
import { createChance } from '../search/text.ts'
import { quantile } from '../statistics.ts'

const PAGE = 50
const READERS = 2
/** Pages of each kind before those that count. */
export const FIRST = 50

type Place = { readonly url: string; readonly socketUrl: string }
type Ask = { seq: number; ms: number; seqs: readonly number[] }

/** What is read, and how: in the words of the wire, and by the statements alone. */
const kinds = [
  { name: 'the newest 50', where: () => ({}), raw: (log: LineLog) => log.before(ROOM, 2 ** 31, PAGE) },
  {
    name: '50 below a random number',
    where: ({ seq }: Ask) => ({ before: seq }),
    raw: (log: LineLog, { seq }: Ask) => log.before(ROOM, seq, PAGE),
  },
  {
    name: '50 above a random number',
    where: ({ seq }: Ask) => ({ after: seq }),
    raw: (log: LineLog, { seq }: Ask) => log.after(ROOM, seq, PAGE),
  },
  {
    name: '50 around a random number',
    where: ({ seq }: Ask) => ({ around: seq }),
    raw: (log: LineLog, { seq }: Ask) => log.around(ROOM, seq, PAGE),
  },
  {
    name: '50 around a random time',
    where: ({ ms }: Ask) => ({ at_ms: ms }),
    raw: async (log: LineLog, { ms }: Ask) => log.around(ROOM, await log.firstAt(ROOM, ms), PAGE),
  },
  {
    name: '`message.get` of 50 random messages',
    where: null,
    raw: (log: LineLog, { seqs }: Ask) => log.some(ROOM, seqs),
  },
] as const

export type PageFigures = {
  name: string
  pages: number
  lines: number
  p50: number
  p95: number
  p99: number
  most: number
  rawP50: number
}

/** Asks for `each` pages of every kind over WebSocket, by two people in turn. */
export async function readPages(
  at: Place,
  database: string,
  { each, by }: { each: number; by: string },
): Promise<PageFigures[]> {
  const handle = new Database(database, { readonly: true })
  const log = new LineLog(sqliteTag(handle), new Unsettled())
  const askOf = createAsks(handle)
  const guests = []
  for (let n = 0; n < READERS; n++) guests.push(await bringGuest(at, { name: `${by} ${n}`, room: ROOM_NAME }))
  const times = kinds.map(() => ({ asked: [] as number[], raw: [] as number[], lines: 0 }))
  for (let n = 0; n < (each + FIRST) * kinds.length; n++) {
    const kind = kinds[n % kinds.length]
    const took = times[n % kinds.length]
    const client = guests[n % READERS]?.client
    if (!kind || !took || !client) continue
    const ask = askOf()
    const startMs = performance.now()
    const { lines } = kind.where
      ? await client.call('room.history', { room: ROOM, limit: PAGE, ...kind.where(ask) })
      : await client.call('message.get', { room: ROOM, messages: [...ask.seqs] })
    took.asked.push(performance.now() - startMs)
    took.lines += lines.length
    const rawMs = performance.now()
    await kind.raw(log, ask)
    took.raw.push(performance.now() - rawMs)
  }
  for (const guest of guests) guest.leaves()
  handle.close()
  return kinds.map(({ name }, at) => figuresOf(name, times[at] ?? { asked: [], raw: [], lines: 0 }))
}

function figuresOf(
  name: string,
  { asked, raw, lines }: { asked: number[]; raw: number[]; lines: number },
): PageFigures {
  const warm = asked.slice(FIRST)
  return {
    name,
    pages: warm.length,
    lines: lines / asked.length,
    p50: quantile(warm, 0.5),
    p95: quantile(warm, 0.95),
    p99: quantile(warm, 0.99),
    most: Math.max(...warm),
    rawP50: quantile(raw, 0.5),
  }
}

/** Places anywhere in the room; seeded. */
function createAsks(handle: Database): () => Ask {
  const chance = createChance(11)
  const head = handle.query<{ seq: number }, []>('select seq from room_heads').get()?.seq ?? 1
  const next = handle.query<{ seq: number; ms: number }, [number]>(
    "select seq, at_ms as ms from events where type = 'message.posted' and room_id = '" +
      ROOM +
      "' and seq >= ? order by seq limit 1",
  )
  const line = () => next.get(1 + Math.floor(chance() * head * 0.9999)) ?? { seq: 1, ms: 0 }
  return () => ({ ...line(), seqs: Array.from({ length: PAGE }, () => line().seq).sort((a, b) => a - b) })
}
