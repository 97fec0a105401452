import type { Deed, Entry, FinalRoom, Report } from '../history.ts'
import { Books, Ending, type Rule } from './books.ts'
import { createNumbers } from './c-1-numbers.ts'
import { createBodies } from './c-2-bodies.ts'
import { createOrder } from './c-3-order.ts'
import { createDurable } from './c-4-durable.ts'
import { createPhantoms } from './c-5-phantoms.ts'
import { createOnce } from './c-6-once.ts'
import { createAnswers } from './c-7-answers.ts'
import { createStates } from './c-8-states.ts'
import { createContiguous } from './c-8-streams.ts'
import { createRevoked } from './c-9-revoked.ts'
import { createRevokedRoads } from './c-9-roads.ts'
import { createPushes, type PushWants } from './c-10-pushes.ts'
import { createFilesRoad } from './c-11-files.ts'
import { createClassic } from './c-12-classic.ts'
import { createCards } from './c-13-cards.ts'
import { createPacks } from './c-14-packs.ts'
import { createSaid, type SaidRule } from './c-15-said.ts'
import { Commands } from './commands.ts'
import { FinalLog } from './final-log.ts'
import { Roads } from './roads.ts'
import { Streams } from './streams.ts'

/** What a run is for. Without it a run that did nothing would be green. */
export type Wants = PushWants & {
  faults?: readonly string[]
  /** Something has to have come by each of these. */
  roads?: readonly ('push' | 'download' | 'classic' | 'card' | 'pack' | 'picture' | 'sticker')[]
}

/**
 * From histories to violations (promises.md 4). Hand over every entry once, `take` by `take`, then `end` with the final logs: an hour
 * with thousands of clients is some hundred bytes an event, some more a command without an answer, and a number or two a join.
 */
export class Checker {
  readonly #books = new Books()
  readonly #streams = new Streams(this.#books)
  readonly #commands = new Commands(this.#books)
  readonly #roads = new Roads()
  readonly #rules: readonly Rule[]
  readonly #said: SaidRule
  readonly #wants: Wants
  #entries = 0
  #received = 0

  constructor(wants: Wants = {}) {
    this.#wants = wants
    const books = this.#books
    this.#said = createSaid(books)
    this.#rules = [
      createNumbers(books),
      createBodies(books, this.#streams),
      // Before the order: it finds out which events the repeats have told of.
      createOnce(books, this.#commands),
      createOrder(books),
      createDurable(books, this.#commands),
      createPhantoms(books),
      createAnswers(books, this.#commands, this.#streams),
      createContiguous(books, this.#streams),
      createStates(books),
      createRevoked(books, this.#streams),
      createRevokedRoads(books, this.#roads),
      createPushes(books, this.#roads, wants),
      createFilesRoad(books, this.#roads),
      createClassic(books),
      createCards(books),
      createPacks(books),
      this.#said,
    ]
  }

  take(entry: Entry): void {
    this.#entries++
    this.#books.numberOf(entry.client)
    if (entry.kind === 'receive') this.#received += entry.events.length
    this.#streams.take(entry)
    this.#commands.take(entry)
    this.#roads.take(entry)
    for (const rule of this.#rules) rule.take?.(entry)
  }

  /** `t`: now, on the clock of the entries. Call it when everybody has caught up, or has had the time to. */
  end(finals: Iterable<FinalRoom>, deeds: readonly Deed[], t: number): Report {
    const logs = [...finals].map((final) => new FinalLog(final))
    const ending = new Ending(this.#books, logs, deeds, t)
    for (const rule of this.#rules) rule.end?.(ending)
    const { kept, count } = this.#books.findings
    const faults: Record<string, number> = {}
    for (const deed of deeds)
      if (deed.kind === 'fault' && deed.proof !== '') faults[deed.id] = (faults[deed.id] ?? 0) + 1
    let events = 0
    for (const { heard } of this.#books.logs()) events += heard
    const checked = {
      entries: this.#entries,
      commands: this.#commands.sent,
      acknowledged: this.#commands.acknowledged,
      received: this.#received,
      clients: this.#books.clients,
      rooms: logs.length,
      events,
      ...this.#roads.counts(),
      stickers: this.#said.stickers,
      faults,
    }
    return { violations: kept, count, void: this.#voidFor(checked), checked }
  }

  #voidFor({ acknowledged, received, rooms, faults, ...ways }: Report['checked']): string | null {
    const came = {
      push: ways.pushed,
      download: ways.downloaded,
      classic: ways.classic,
      card: ways.carded,
      pack: ways.packed,
      picture: ways.pictured,
      sticker: ways.stickers,
    }
    const silent = (this.#wants.roads ?? []).filter((road) => came[road] === 0)
    if (rooms === 0) return 'there is no final log'
    if (acknowledged === 0) return 'nothing was acknowledged'
    if (received === 0) return 'nobody received anything'
    if (silent.length > 0) return `nothing came by ${silent.join(', ')}`
    const missing = (this.#wants.faults ?? []).filter((id) => !faults[id])
    return missing.length > 0 ? `did not happen, or left no proof: ${missing.join(', ')}` : null
  }
}
