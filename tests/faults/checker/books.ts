import type { Deed, Entry, RuleId, Violation } from '../history.ts'
import type { FinalLog } from './final-log.ts'
import { Findings } from './findings.ts'
import { KnownLog } from './known-log.ts'

/** A log of an epoch, and how much of it has to be in the final one: `kept` is the last number that was not taken back on purpose. */
export type Compared = { known: KnownLog; final: FinalLog; kept: number }

/** What all rules write into and read. */
export class Books {
  readonly findings = new Findings()
  readonly #rooms = new Map<string, Map<string, KnownLog>>()
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []

  log(room: string, epoch: string): KnownLog {
    let epochs = this.#rooms.get(room)
    if (!epochs) {
      epochs = new Map()
      this.#rooms.set(room, epochs)
    }
    let log = epochs.get(epoch)
    if (!log) {
      log = new KnownLog(room, epoch)
      epochs.set(epoch, log)
    }
    return log
  }

  *logs(): Iterable<KnownLog> {
    for (const epochs of this.#rooms.values()) yield* epochs.values()
  }

  /** A client as a number, so that columns can name it. */
  numberOf(client: string): number {
    let number = this.#numbers.get(client)
    if (number === undefined) {
      number = this.#names.push(client) - 1
      this.#numbers.set(client, number)
    }
    return number
  }

  nameOf(number: number): string {
    return this.#names[number] ?? ''
  }

  get clients(): number {
    return this.#names.length
  }

  say(rule: RuleId, violation: Omit<Violation, 'rule'>) {
    this.findings.add({ rule, ...violation })
  }
}

/** All that there is at the end. */
export class Ending {
  readonly t: number
  readonly deeds: readonly Deed[]
  readonly finals = new Map<string, FinalLog>()
  readonly compared: Compared[] = []
  /** Logs whose epoch is not that of the final one, and nobody declared why. */
  readonly lost: KnownLog[] = []
  readonly #outages: readonly Outage[]

  constructor(books: Books, finals: readonly FinalLog[], deeds: readonly Deed[], t: number) {
    this.t = t
    this.deeds = deeds
    for (const final of finals) this.finals.set(final.room, final)
    this.#outages = outagesOf(deeds)
    for (const known of books.logs()) {
      const final = this.finals.get(known.room)
      const kept = final ? this.#kept(known, final.epoch) : null
      if (final && kept !== null) this.compared.push({ known, final, kept })
      else this.lost.push(known)
    }
  }

  /** Whether nobody could be answered from `since` to `until`: some part of it was a standstill on purpose. */
  wasStalled(client: string, since: number, until: number): boolean {
    return this.deeds.some(
      (deed) =>
        deed.kind === 'stalled' &&
        deed.t < until &&
        deed.until > since &&
        (deed.clients === undefined || deed.clients.includes(client)),
    )
  }

  /** What was done at `t`, or next: a deed is written down when it is over. */
  faultAt(t: number): string {
    const fault = this.deeds.find((deed) => deed.kind === 'fault' && deed.t >= t)
    return fault?.kind === 'fault' ? `${fault.id} (${fault.proof})` : 'no fault'
  }

  /** For how long of it there was nobody to do anything: down, or standing still. */
  outageMs(since: number, until: number): number {
    let sum = 0
    for (const { from, to } of this.#outages) sum += Math.max(0, Math.min(to, until) - Math.max(from, since))
    return sum
  }

  /** The first time that the server was started after `t`; Infinity: it was not. */
  startedAfter(t: number): number {
    return this.deeds.find((deed) => deed.kind === 'server_up' && deed.t > t)?.t ?? Number.POSITIVE_INFINITY
  }

  /** Whether the room's log went back after `since`: what somebody had been shown by then may be gone. */
  wentBack(room: string, since: number): boolean {
    return this.deeds.some((deed) => deed.kind === 'epoch_changed' && deed.room === room && deed.t > since)
  }

  /** Whether anything at all was restored after `since`. */
  wasRestored(since: number): boolean {
    return this.deeds.some((deed) => deed.kind === 'epoch_changed' && deed.t > since)
  }

  /** Along the declared changes of epoch, to the final one. */
  #kept({ room, epoch }: KnownLog, goal: string): number | null {
    let kept = Number.POSITIVE_INFINITY
    let now = epoch
    for (let step = 0; now !== goal; step++) {
      const change = this.deeds.find((deed) => deed.kind === 'epoch_changed' && deed.room === room && deed.from === now)
      if (change?.kind !== 'epoch_changed' || step > this.deeds.length) return null
      kept = Math.min(kept, change.head)
      now = change.to
    }
    return kept
  }
}

type Outage = { from: number; to: number }

function outagesOf(deeds: readonly Deed[]): Outage[] {
  return deeds.flatMap((deed, at) => {
    if (deed.kind === 'stalled' && deed.clients === undefined) return [{ from: deed.t, to: deed.until }]
    if (deed.kind !== 'server_down') return []
    const up = deeds.find((later, place) => place > at && later.kind === 'server_up')
    return [{ from: deed.t, to: up?.t ?? Number.POSITIVE_INFINITY }]
  })
}

/** One rule of promises.md 4. `take` gets every entry once, `end` all that there is. */
export type Rule = {
  take?(entry: Entry): void
  end?(ending: Ending): void
}
