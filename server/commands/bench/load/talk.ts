import { Histogram } from './histogram.ts'
import { type Member, reserveRefs } from './member.ts'
import { type Heard, type SpeakOrder, type Spoken, sharedMs } from './orders.ts'

const BODY_CHARS = 120
const FILLING = ' a cup of tea, a quiet room, and somebody who says something of an ordinary length, as people do.....'
const STAMP_DIGITS = 14
const LOOK_MS = 1

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/**
 * One run: messages leave by a schedule, whether or not others were answered, and their delay counts from when they were
 * meant to leave, so that a stall is seen by all that it holds up (performance.md 6).
 */
export class Talk {
  readonly #order: SpeakOrder
  readonly #members: readonly Member[]
  readonly #senders: readonly Member[]
  readonly #probes: readonly Member[]
  readonly #mark: string
  readonly #due: number
  readonly #firstRef: number
  readonly #answered: Uint8Array
  readonly #delivery = new Histogram()
  readonly #answers = new Histogram()
  /** Stored messages by room. */
  readonly #stored = new Map<string, number>()
  readonly #bytesBefore: readonly number[]
  #sent = 0
  #settled = 0
  #refused = 0
  #refusal = ''
  #lateMs = 0
  #disordered = 0

  constructor(order: SpeakOrder, members: readonly Member[]) {
    this.#order = order
    this.#members = members
    this.#senders = members.filter(({ place }) => place.role === 'sender')
    this.#probes = members.filter(({ place }) => place.role === 'probe')
    this.#mark = `~tb${hex(order.run & 0xff, 2)}`
    this.#due = this.#senders.length === 0 ? 0 : Math.floor((order.rate * (order.warmMs + order.windowMs)) / 1_000)
    this.#firstRef = reserveRefs(this.#due)
    this.#answered = new Uint8Array(this.#due)
    this.#bytesBefore = members.map(({ bytes }) => bytes)
    for (const probe of this.#probes) [probe.heard, probe.heardInWindow] = [0, 0]
  }

  /** Says all that is due, and waits for the answers for as long as it may. */
  async speak(): Promise<Omit<Spoken, 'is'>> {
    const { startMs, warmMs, windowMs, patienceMs } = this.#order
    const fromMs = startMs + warmMs
    const toMs = fromMs + windowMs
    await this.#sendUntil(fromMs)
    const before = this.#count()
    await this.#sendUntil(toMs)
    const after = this.#count()
    const endMs = sharedMs() + patienceMs
    while (this.#settled < this.#due && sharedMs() < endMs) {
      this.#sendDue()
      await Bun.sleep(LOOK_MS)
    }
    return {
      due: this.#due,
      sent: this.#sent,
      stored: [...this.#stored.values()].reduce((sum, count) => sum + count, 0),
      refused: this.#refused,
      refusal: this.#refusal,
      lateMs: this.#lateMs,
      busy: (after.busyMs - before.busyMs) / Math.max(1, after.atMs - before.atMs),
      frames: after.frames - before.frames,
      bytes: after.bytes - before.bytes,
      answer: this.#answers.summary(),
    }
  }

  /** Waits until everybody has heard what was stored, for as long as it may. `said`: by all, where there is one room. */
  async hear(said: number | null, patienceMs: number): Promise<Omit<Heard, 'is' | 'lost'>> {
    const due = (probe: Member): number => said ?? this.#stored.get(probe.place.room) ?? 0
    const endMs = sharedMs() + patienceMs
    const isDone = () => this.#probes.every((probe) => probe.heard >= due(probe)) && this.#odd() === 0
    while (!isDone() && sharedMs() < endMs) await Bun.sleep(5)
    const sum = (of: (probe: Member) => number): number => this.#probes.reduce((all, probe) => all + of(probe), 0)
    return {
      missing: sum((probe) => Math.max(0, due(probe) - probe.heard)),
      uneven: this.#odd(),
      disordered: this.#disordered + sum((probe) => Math.max(0, probe.heard - due(probe))),
      perProbe: sum(({ heardInWindow }) => heardInWindow) / Math.max(1, this.#probes.length),
      delivery: this.#delivery.summary(),
    }
  }

  onMessages(probe: Member, text: string): void {
    const nowMs = sharedMs()
    const first = Number(/"first":(\d+)/.exec(text)?.[1] ?? 0)
    if (probe.lastSeq !== 0 && first !== probe.lastSeq + 1) this.#disordered++
    probe.lastSeq = Number(/"last":(\d+)/.exec(text)?.[1] ?? 0)
    const { length } = this.#mark
    for (let at = text.indexOf(this.#mark); at >= 0; at = text.indexOf(this.#mark, at + length)) {
      const meantMs = Number.parseInt(text.slice(at + length, at + length + STAMP_DIGITS), 16) / 1_000
      probe.heard++
      if (!this.#isInWindow(meantMs)) continue
      probe.heardInWindow++
      this.#delivery.record(nowMs - meantMs)
    }
  }

  onAnswer(text: string): void {
    const [, ref = '0', kind = ''] = /^\[(\d+),"(\w+)"/.exec(text) ?? []
    const number = Number(ref) - this.#firstRef
    if (number < 0 || number >= this.#due || this.#answered[number]) return
    this.#answered[number] = 1
    this.#settled++
    if (kind === 'ok') {
      const room = this.#senderOf(number)?.place.room ?? ''
      this.#stored.set(room, (this.#stored.get(room) ?? 0) + 1)
      const meantMs = this.#meantMs(number)
      if (this.#isInWindow(meantMs)) this.#answers.record(sharedMs() - meantMs)
    } else {
      this.#refused++
      this.#refusal ||= text.slice(0, 120)
    }
  }

  async #sendUntil(ms: number): Promise<void> {
    while (sharedMs() < ms) {
      this.#sendDue()
      await Bun.sleep(LOOK_MS)
    }
  }

  #sendDue(): void {
    const nowMs = sharedMs()
    while (this.#sent < this.#due && this.#meantMs(this.#sent) <= nowMs) {
      const number = this.#sent++
      const meantMs = this.#meantMs(number)
      this.#lateMs = Math.max(this.#lateMs, nowMs - meantMs)
      const body = `${this.#mark}${hex(Math.round(meantMs * 1_000), STAMP_DIGITS)}${FILLING}`.slice(0, BODY_CHARS)
      const cid = `${hex(this.#order.run, 8)}-0000-4000-8000-${hex(number, 12)}`
      const sender = this.#senderOf(number)
      sender?.write(
        `[${this.#firstRef + number},"message.post",{"room":"${sender.roomId}","cid":"${cid}","body":"${body}"}]`,
      )
    }
  }

  #senderOf = (number: number): Member | undefined => this.#senders[number % this.#senders.length]
  #meantMs = (number: number): number => this.#order.startMs + (number * 1_000) / this.#order.rate

  #isInWindow(ms: number): boolean {
    const fromMs = this.#order.startMs + this.#order.warmMs
    return ms >= fromMs && ms < fromMs + this.#order.windowMs
  }

  #count() {
    const sum = (of: (member: Member) => number): number => this.#members.reduce((all, one) => all + of(one), 0)
    const { user, system } = process.cpuUsage()
    return {
      atMs: sharedMs(),
      busyMs: (user + system) / 1_000,
      frames: sum(({ frames }) => frames),
      bytes: sum(({ bytes }) => bytes),
    }
  }

  /** People who got other bytes than the first of their room. */
  #odd(): number {
    const first = new Map<string, number>()
    let odd = 0
    for (const [at, { place, bytes }] of this.#members.entries()) {
      const got = bytes - (this.#bytesBefore[at] ?? 0)
      const expected = first.get(place.room)
      if (expected === undefined) first.set(place.room, got)
      else if (expected !== got) odd++
    }
    return odd
  }
}
