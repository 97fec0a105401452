import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { NewEvent, News } from '#server/delivery/event-log.ts'
import { openDelivery } from '#server/delivery/index.ts'
import { type JoinWish, openingOf } from '#server/delivery/opening.ts'
import { type Reader, Subscription } from '#server/delivery/subscription.ts'
import { type Clock, systemClock } from '#server/kit/clock.ts'
import type { Database } from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'

export const ROOM = 'r0000000000aa'

type LogHouseOptions = {
  clock?: Clock
  folder?: string
  /** What a frame costs for each reader: raised, a few are a large room. */
  writeMs?: number
  /** Awaited before each sync: committed is not durable yet. */
  beforeSync?: () => Promise<void>
  onTold?: (news: readonly News[]) => void
}

/** A real log on a real file, with a feed whose topics end in readers of the test. */
export async function openLogHouse(options: LogHouseOptions = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'teahouse-log-'))
  const clock = options.clock ?? systemClock
  const database = await openSqlite(join(folder, 'house.sqlite'))
  if (options.beforeSync) holdSync(database, options.beforeSync)
  const readers = new Set<TestReader>()
  const publish = (_topic: string, frame: string) => {
    for (const reader of readers) if (reader.subscribed) reader.send(frame)
  }
  const onFatal = (error: unknown) => {
    throw error
  }
  const delivery = openDelivery({
    database,
    clock,
    publish,
    onFull: onFatal,
    onFatal,
    bounds: { jobs: 10_000, bytes: 1 << 24 },
    ...(options.onTold && { onTold: options.onTold }),
    ...(options.writeMs && { writeMs: options.writeMs }),
  })
  const { log, lines, feed, storage } = delivery

  const begin = () =>
    storage.write(async (tx) => {
      await tx.sql`insert into rooms (id, name, name_key, title, created_ms) values (${ROOM}, ${'x'}, ${'x'}, ${'x'}, ${1})`
      await log.begin(tx, ROOM, 'aaaaaaaaaaaa', clock.nowMs())
    })
  const post = (cid: string, change: Partial<NewEvent> = {}) =>
    storage.write((tx) => log.announce(tx, ROOM, { ...newEvent(cid, clock.nowMs()), ...change }), {
      room: ROOM,
      bytes: 100,
    })

  /** Makes an earlier event a stub, as an erasure does. */
  const erase = (seq: number) =>
    storage.write(async (tx) => {
      const { seq: erased } = await log.announce(tx, ROOM, newEvent(`erases ${seq}`, clock.nowMs(), 'message.erased'))
      await log.rewrite(tx, ROOM, seq, JSON.stringify({ type: 'message.posted', erased }))
    })
  const setState = (seq: number, state: string) =>
    storage.write(async (tx) => {
      const { seq: v } = await log.announce(tx, ROOM, newEvent(`changes ${seq}`, clock.nowMs(), 'message.edited'))
      await tx.sql`
        insert into message_states (room_id, seq, v, state, crowded) values (${ROOM}, ${seq}, ${v}, ${state}, ${0})`
    })

  /** `between` is awaited when the answer was read and has not left. */
  async function join_(wish: JoinWish = {}, between = async () => {}): Promise<TestReader> {
    const room = await feed.open(ROOM)
    const reader = new TestReader()
    readers.add(reader)
    const opening = await openingOf(room, wish, feed, async () => [])
    await between()
    const subscription = new Subscription({ feed, log, onError: onFatal }, { room, reader, onLive() {} })
    reader.end = () => subscription.end()
    const { encoded, behind } = subscription.begin(opening)
    reader.begin(encoded, wish.after ?? 0)
    behind()
    reader.heardAtOnce = reader.heard.length
    return reader
  }

  async function close(): Promise<void> {
    await delivery.close()
    await database.close()
    if (options.folder === undefined) rmSync(folder, { recursive: true })
  }

  return {
    folder,
    log,
    lines,
    feed,
    storage,
    closeLane: delivery.close,
    database,
    begin,
    post,
    erase,
    setState,
    join: join_,
    close,
  }
}

function holdSync(database: Database, wait: () => Promise<void>): void {
  const sync = database.makeDurable.bind(database)
  database.makeDurable = async () => {
    await wait()
    await sync()
  }
}

const newEvent = (cid: string, atMs: number, type = 'message.posted'): NewEvent => ({
  type,
  author: 'p1',
  cid,
  checkHash: `hash of ${cid}`,
  atMs,
  wire: JSON.stringify({ type, cid, body: cid }),
})

const told = v.object({ seq: v.number(), body: v.optional(v.string(), '') })
const answer = v.object({
  mode: v.string(),
  as_of: v.number(),
  lines: v.optional(v.array(told)),
  events: v.optional(v.array(told)),
})
const push = v.tuple([v.literal(0), v.literal('events'), v.object({ events: v.array(told) })])

/** Somebody who reads as the SDK does: drops repeats by number, and notes every gap. */
export class TestReader implements Reader {
  subscribed = false
  mode = ''
  asOf = 0
  heard: v.InferOutput<typeof told>[] = []
  frames: string[] = []
  /** How much it had in the turn of its answer. */
  heardAtOnce = 0
  gaps: string[] = []
  end = () => {}
  #cursor = 0
  #waiting: { count: number; resolve: () => void }[] = []

  begin(json: string, after: number): void {
    const reply = v.parse(answer, JSON.parse(json))
    this.mode = reply.mode
    this.asOf = reply.as_of
    this.heard = [...(reply.lines ?? []), ...(reply.events ?? [])]
    this.#cursor = reply.events ? reply.as_of : after
  }

  send(frame: string): void {
    this.frames.push(frame)
    const [, , { events }] = v.parse(push, JSON.parse(frame))
    for (const event of events) {
      if (event.seq <= this.#cursor) continue
      if (event.seq !== this.#cursor + 1) this.gaps.push(`${this.#cursor} → ${event.seq}`)
      this.#cursor = event.seq
      this.heard.push(event)
    }
    for (const wait of this.#waiting) if (this.heard.length >= wait.count) wait.resolve()
  }

  /** Resolves when `count` events were heard. */
  hears(count: number): Promise<void> {
    if (this.heard.length >= count) return Promise.resolve()
    return new Promise((resolve) => void this.#waiting.push({ count, resolve }))
  }

  drained(): Promise<void> {
    return Promise.resolve()
  }

  subscribe(): void {
    this.subscribed = true
  }

  unsubscribe(): void {
    this.subscribed = false
  }
}
