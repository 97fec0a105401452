import { Database } from 'bun:sqlite'
import { readQuery } from '#server/search/read-query.ts'
import { sqliteIndex } from '#server/search/search-index-sqlite.ts'
import { sqliteTag } from '#server/storage/sqlite-statements.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { quantile } from '../statistics.ts'
import { ROOM_NAME } from './fill-room.ts'
import { createQuestions, type Kind, kinds, type Question } from './questions.ts'
import { createTalk } from './text.ts'

export type KindFigures = { kind: Kind; hits: number; p50: number; p95: number; p99: number; rawP50: number }
export type ChatFigures = { posted: number; p50: number; p99: number }
export type AskFigures = { kinds: KindFigures[]; chat: ChatFigures; lagMs: { p50: number; most: number } }

const ASKERS = 2
const POSTERS = 5
const LAGS = 12

type Place = { readonly url: string; readonly socketUrl: string }

/** Puts `each` questions of every kind while `perSecond` messages are posted into the same room. */
export async function askWhileTalking(
  at: Place,
  database: string,
  { each, perSecond }: { each: number; perSecond: number },
): Promise<AskFigures> {
  const guests: Guest[] = []
  for (let n = 0; n < ASKERS + POSTERS + 1; n++) {
    guests.push(await bringGuest(at, { name: `bench ${n}`, room: ROOM_NAME }))
  }
  const [reader, ...others] = guests
  if (!reader) throw new Error('nobody came')
  const askers = others.slice(0, ASKERS)
  const chat = startChat(reader, others.slice(ASKERS), perSecond)
  const raw = openRaw(database)
  const questionOf = createQuestions(3)
  const times = new Map(kinds.map((kind) => [kind, { asked: [] as number[], raw: [] as number[], hits: 0 }]))
  // In turn, so that what disturbs one disturbs all.
  const rounds = Array.from({ length: each }, () => kinds).flat()
  await Promise.all(
    askers.map(async ({ client }, asker) => {
      for (const kind of rounds.filter((_, place) => place % ASKERS === asker)) {
        const question = questionOf(kind)
        const startMs = performance.now()
        const { hits } = await client.call('search.messages', question)
        const figures = times.get(kind)
        figures?.asked.push(performance.now() - startMs)
        if (figures) figures.hits = Math.max(figures.hits, hits.length)
        figures?.raw.push(await raw.ask(question))
      }
    }),
  )
  const lags = await measureLag(reader)
  const said = chat.stop()
  raw.close()
  for (const guest of guests) guest.leaves()
  return {
    kinds: [...times].map(([kind, { asked, raw: bare, hits }]) => ({
      kind,
      hits,
      ...spread(asked),
      rawP50: quantile(bare, 0.5),
    })),
    chat: said,
    lagMs: lags,
  }
}

const spread = (times: readonly number[]) => ({
  p50: quantile(times, 0.5),
  p95: quantile(times, 0.95),
  p99: quantile(times, 0.99),
})

/** The same question put to the index alone, on a handle of its own: what no answer can be quicker than. */
function openRaw(database: string) {
  const handle = new Database(database, { readonly: true })
  const sql = sqliteTag(handle)
  return {
    async ask({ text, by, has }: Question): Promise<number> {
      const facets = [...(by ? [by] : []), ...(has ? [has] : [])]
      const startMs = performance.now()
      await sqliteIndex.find(sql, {
        ...{ room: 1, from: 1, to: 2 ** 31, limit: 51 },
        facets,
        phrases: readQuery(text).phrases,
      })
      return performance.now() - startMs
    },
    close: () => handle.close(),
  }
}

/** People who go on talking; how long their messages took to the reader. */
function startChat(reader: Guest, posters: readonly Guest[], perSecond: number) {
  const talk = createTalk(4)
  const sentMs = new Map<string, number>()
  const tookMs: number[] = []
  const stopListening = reader.room.listen({
    events(events) {
      for (const { cid } of events) {
        const since = sentMs.get(cid)
        if (since !== undefined) tookMs.push(performance.now() - since)
      }
    },
  })
  let turn = 0
  const timer = setInterval(() => {
    const cid = posters[turn++ % posters.length]?.room.post(talk())
    if (cid) sentMs.set(cid, performance.now())
  }, 1_000 / perSecond)
  return {
    stop(): ChatFigures {
      clearInterval(timer)
      stopListening()
      return { posted: tookMs.length, p50: quantile(tookMs, 0.5), p99: quantile(tookMs, 0.99) }
    },
  }
}

/** From the sending of a message to the first answer that has it. */
async function measureLag({ client, room }: Guest): Promise<{ p50: number; most: number }> {
  const lags: number[] = []
  for (let n = 0; n < LAGS; n++) {
    const text = `lag${n}${Math.random().toString(36).slice(2)}`
    const startMs = performance.now()
    room.post(text)
    while ((await client.call('search.messages', { text })).hits.length === 0) await Bun.sleep(5)
    lags.push(performance.now() - startMs)
  }
  return { p50: quantile(lags, 0.5), most: Math.max(...lags) }
}
