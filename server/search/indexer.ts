import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { analysis } from './analyse.ts'
import { indexEvents } from './index-events.ts'
import type { SearchIndex } from './search-index.ts'

export type IndexerNeeds = {
  storage: RoomStorage
  clock: Clock
  index: SearchIndex
  onError(error: unknown): void
}

/**
 * What comes within this is indexed together: each write costs a commit and a step of merging, and found within 2 s is
 * soon enough (PERF-10).
 */
const GATHER_MS = 1_000
/** Events of one write: some 3 ms, for nobody else is served meanwhile (decision 0028). */
const BATCH = 64
/** After t ms of waiting for the lane and work it rests 2 t: the busier the house, the smaller its share (PERF-7, PERF-10). */
const REST = 2
const RETRY_MS = 1_000
/** Rooms with news; above it they are looked for in the database instead (HOUSE-12). */
const MOST_ROOMS = 10_000
/** Rooms that one look at the database finds. */
const SCAN_ROOMS = 500

/**
 * Keeps the index behind the log: hears of commits and indexes them in small writes, beside what people do. What it has
 * done is marked in the same transaction, so that it goes on from there after a restart.
 */
export class Indexer {
  readonly #needs: IndexerNeeds
  #rooms = new Set<string>()
  /** Where the look for rooms with news goes on; null when there is none to be had. */
  #scan: string | null = ''
  #working = false
  #stopped = false
  #stopTimer = () => {}
  #idle: (() => void)[] = []

  constructor(needs: IndexerNeeds) {
    this.#needs = needs
  }

  /** Begins with what was left undone, or with everything when the analysis is another one. Returns its stop. */
  start(): () => void {
    this.#work(() => this.#renew())
    return () => {
      this.#stopped = true
      this.#stopTimer()
    }
  }

  /** These rooms have durable news. */
  hear(roomIds: Iterable<string>): void {
    for (const roomId of roomIds) this.#rooms.add(roomId)
    if (this.#rooms.size > MOST_ROOMS) {
      this.#rooms.clear()
      this.#scan = ''
    }
    if (!this.#working) this.#after(GATHER_MS)
  }

  /** Resolves when everything heard of is indexed. */
  settled(): Promise<void> {
    if (!this.#working) return Promise.resolve()
    return new Promise((resolve) => void this.#idle.push(resolve))
  }

  #after(ms: number): void {
    this.#working = true
    this.#stopTimer = this.#needs.clock.after(ms, () => this.#work(() => this.#next()))
  }

  #work(step: () => Promise<number | null>): void {
    this.#working = true
    step().then(
      (restMs) => this.#rest(restMs),
      (error: unknown) => {
        if (!(error instanceof Refusal)) this.#needs.onError(error)
        this.#rest(RETRY_MS)
      },
    )
  }

  #rest(ms: number | null): void {
    if (this.#stopped) return
    // Also where the last write found nothing more: news may have come in the turn in which it ended.
    if (ms !== null || this.#rooms.size > 0) {
      this.#after(ms ?? GATHER_MS)
      return
    }
    this.#working = false
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** One write. Returns how long to rest after it; null: there is nothing more to do. */
  async #next(): Promise<number | null> {
    const { storage, clock, index } = this.#needs
    if (this.#rooms.size === 0) await this.#look()
    if (this.#rooms.size === 0) return this.#scan === null ? null : 0
    const ids = [...this.#rooms].slice(0, BATCH)
    for (const id of ids) this.#rooms.delete(id)
    const startMs = clock.steadyMs()
    let isBehind = this.#rooms.size > 0 || this.#scan !== null
    try {
      const more = await storage.write(async ({ sql }) => {
        const goesOn = await indexEvents(sql, index, ids, BATCH)
        await index.tidy(sql)
        return goesOn
      })
      for (const id of more) this.#rooms.add(id)
      isBehind ||= more.length > 0
    } catch (error) {
      for (const id of ids) this.#rooms.add(id)
      throw error
    }
    if (isBehind) return (clock.steadyMs() - startMs) * REST
    // What came meanwhile gathers again.
    return this.#rooms.size === 0 ? null : GATHER_MS
  }

  /** Finds rooms whose log is ahead of the index. */
  async #look(): Promise<void> {
    if (this.#scan === null) return
    const rows = await this.#needs.storage.read<{ id: string; behind: number }[]>`
      select heads.room_id as id, heads.seq > coalesce(done.indexed, 0) as behind
      from room_heads as heads left join search_rooms as done on done.room_id = heads.room_id
      where heads.room_id > ${this.#scan} order by heads.room_id limit ${SCAN_ROOMS}`
    for (const { id, behind } of rows) if (behind) this.#rooms.add(id)
    this.#scan = rows.length < SCAN_ROOMS ? null : (rows.at(-1)?.id ?? null)
  }

  /** An index of another analysis is of no use: it is made anew, from the beginning of every log. */
  async #renew(): Promise<number> {
    const { storage, index } = this.#needs
    await storage.write(async ({ sql }) => {
      const [made] = await sql<{ version: number }[]>`select version from search_analysis`
      if (made?.version === analysis) return
      await index.empty(sql)
      await sql`delete from search_edits`
      await sql`update search_rooms set indexed = 0`
      await sql`delete from search_analysis`
      await sql`insert into search_analysis (version) values (${analysis})`
    })
    return 0
  }
}
