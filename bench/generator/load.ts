import { readFileSync } from 'node:fs'
import { Histogram } from '#server/commands/bench/load/histogram.ts'
import type { Member } from './member.ts'
import { messageOf, reserve, type Speech } from './speech.ts'

const BODY_BYTES = 120
const FILLING = ' a cup of tea, a quiet room, and somebody who says something of an ordinary length.....'
const TICK_SECONDS = 1 / 100

export type Times = { warmMs: number; windowMs: number }

/** User and system time of the processes, seconds, in steps of 10 ms (/proc/PID/stat). */
export function cpuSplit(pids: readonly number[]): { userSeconds: number; systemSeconds: number } {
  const split = { userSeconds: 0, systemSeconds: 0 }
  for (const pid of pids) {
    const fields = statOf(pid)
    split.userSeconds += Number(fields[11] ?? 0) * TICK_SECONDS
    split.systemSeconds += Number(fields[12] ?? 0) * TICK_SECONDS
  }
  return split
}

/** Its fields from the third on; none when the process is gone. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return []
  }
}

function softirqSeconds(): number {
  const fields = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(' ') ?? []
  return Number(fields[6] ?? 0) * TICK_SECONDS
}

export type Count = ReturnType<Load['count']>

/** One run: what is sent when, what came of it. Times are milliseconds of the monotonic clock. */
export class Load {
  readonly delivery = new Histogram()
  readonly answers = new Histogram()
  readonly senders: readonly Member[]
  readonly total: number
  readonly #acked: Uint8Array
  readonly startMs: number
  sent = 0
  seen = 0
  expected = 0
  missing = 0
  outOfOrder = 0
  brokenSeqs = 0
  answered = 0
  refused = 0
  unknown = 0
  answeredTwice = 0
  refusal = ''
  latestSendMs = 0
  readonly #id: number
  readonly #firstRef: number
  readonly #members: readonly Member[]
  readonly #speech: Speech

  constructor(
    id: number,
    speech: Speech,
    members: readonly Member[],
    readonly rate: number,
    readonly times: Times,
  ) {
    this.#id = id
    this.#speech = speech
    this.#members = members
    this.senders = members.filter(({ role }) => role === 'sender')
    if (this.senders.length === 0) throw new Error('0 senders')
    this.total = Math.floor((rate * (times.warmMs + times.windowMs)) / 1_000)
    this.#acked = new Uint8Array(this.total)
    this.#firstRef = reserve(this.total)
    // Who joined between two runs did not hear the first.
    for (const member of members) member.bytesBefore = member.bytes
    for (const member of members.filter(({ role }) => role === 'probe')) this.#expect(member)
    this.startMs = performance.now() + 50
  }

  #expect(probe: Member): void {
    probe.nextNumber = new Uint32Array(this.senders.length)
    const count = this.senders.length
    for (const [at, sender] of this.senders.entries()) {
      if (sender.room === probe.room)
        this.expected += Math.floor(this.total / count) + (at < this.total % count ? 1 : 0)
    }
  }

  get windowFromMs(): number {
    return this.startMs + this.times.warmMs
  }

  get windowToMs(): number {
    return this.windowFromMs + this.times.windowMs
  }

  #intendedMs(number: number): number {
    return this.startMs + (number * 1_000) / this.rate
  }

  #inWindow(ms: number): boolean {
    return ms >= this.windowFromMs && ms < this.windowToMs
  }

  /** Sends all that is due by now. */
  sendDue(): void {
    const nowMs = performance.now()
    while (this.sent < this.total && this.#intendedMs(this.sent) <= nowMs) {
      const at = this.sent % this.senders.length
      const sender = this.senders[at]
      const intended = Math.round(this.#intendedMs(this.sent) * 1e6)
      const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
      const number = Math.floor(this.sent / this.senders.length)
      const body = `~tb${hex(this.#id & 0xff, 2)}${hex(intended, 16)}${hex(at, 4)}${hex(number, 8)}${FILLING}`
      const ref = this.#firstRef + this.sent
      sender?.write(messageOf(this.#speech, sender, ref, this.#id, this.sent, body.slice(0, BODY_BYTES)))
      this.latestSendMs = Math.max(this.latestSendMs, nowMs - intended / 1e6)
      this.sent++
    }
  }

  hearMessages(member: Member, text: string): void {
    const nowMs = performance.now()
    if (this.#speech === 'teahouse') this.#checkSeqs(member, text)
    const mark = `~tb${(this.#id & 0xff).toString(16).padStart(2, '0')}`
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 33)) {
      const [intended, from, number] = [
        text.slice(at + 5, at + 21),
        text.slice(at + 21, at + 25),
        text.slice(at + 25, at + 33),
      ]
      this.#hearOne(
        member,
        Number.parseInt(from, 16),
        Number.parseInt(number, 16),
        Number.parseInt(intended, 16) / 1e6,
        nowMs,
      )
    }
  }

  #hearOne(member: Member, from: number, number: number, intendedMs: number, nowMs: number): void {
    member.messages++
    const next = member.nextNumber[from]
    if (next === undefined) return
    if (number < next) {
      this.outOfOrder++
      return
    }
    this.missing += number - next
    this.seen++
    member.nextNumber[from] = number + 1
    if (this.#inWindow(intendedMs)) this.delivery.record(nowMs - intendedMs)
  }

  #checkSeqs(member: Member, text: string): void {
    const first = Number(/"first":(\d+)/.exec(text)?.[1] ?? 0)
    if (member.lastSeq !== 0 && first !== member.lastSeq + 1) this.brokenSeqs++
    member.lastSeq = Number(/"last":(\d+)/.exec(text)?.[1] ?? 0)
  }

  hearAnswer(text: string): void {
    const [, ref = '0', kind = ''] = /^\[(\d+),"(\w+)"/.exec(text) ?? []
    const number = Number(ref) - this.#firstRef
    if (number < 0 || number >= this.total) return
    if (kind !== 'ok') {
      if (kind === 'unknown') this.unknown++
      else this.refused++
      this.refusal = text.slice(0, 190)
    } else if (this.#acked[number]) this.answeredTwice++
    else {
      this.#acked[number] = 1
      this.answered++
      const intendedMs = this.#intendedMs(number)
      if (this.#inWindow(intendedMs)) this.answers.record(performance.now() - intendedMs)
    }
  }

  /** Everything that is counted, at this moment. */
  count(pids: readonly number[]) {
    const probes = this.#members.filter(({ role }) => role === 'probe')
    const sum = (members: readonly Member[], pick: (member: Member) => number): number =>
      members.reduce((all, member) => all + pick(member), 0)
    const { user, system } = process.cpuUsage()
    return {
      atMs: performance.now(),
      sent: this.sent,
      answered: this.answered,
      frames: sum(this.#members, ({ frames }) => frames),
      bytes: sum(this.#members, ({ bytes }) => bytes),
      probeBytes: sum(probes, ({ bytes }) => bytes),
      probeMessages: sum(probes, ({ messages }) => messages),
      server: cpuSplit(pids),
      ownSeconds: (user + system) / 1e6,
      softirqSeconds: softirqSeconds(),
    }
  }

  isComplete(): boolean {
    if (this.sent < this.total) return false
    if (this.#speech === 'teahouse' && this.answered + this.refused + this.unknown < this.total) return false
    return this.seen + this.missing >= this.expected && this.oddSinks() === 0
  }

  /** Members of the one room that got other bytes than the first. With several rooms they differ. */
  oddSinks(): number {
    const joined = this.#members.filter(({ stage }) => stage === 'joined')
    const [first] = joined
    if (!first || this.expected === 0 || joined.some(({ room }) => room !== first.room)) return 0
    return joined.filter((member) => member.bytesOfRun !== first.bytesOfRun).length
  }
}
