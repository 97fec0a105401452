import { hashText } from '../hash-of.ts'
import type { Deed, Entry, FinalRoom, Got, Report, RuleId, Seen, SeenEvent } from '../history.ts'
import { Checker, type Wants } from './checker.ts'

const ROOM = 'tea'
const EPOCH = 'e1'

/** The file of a message, which has one where a test gives it one. */
export const fileOf = (seq: number): string => `file of ${seq}`

type Fields = Omit<Partial<SeenEvent>, 'seq'>

/** A history and a final log, written by hand: what is said is stored and heard as it should be, unless a test tells otherwise. */
export class Story {
  readonly entries: Entry[] = []
  readonly deeds: Deed[] = []
  /** The final log. */
  log: SeenEvent[] = []
  epoch = EPOCH
  head: number | null = null
  access = 'link'
  now = 1_000

  /** Something is written down, a millisecond later. */
  writes(client: string, seen: Seen, t = this.now + 1) {
    this.now = Math.max(this.now, t)
    this.entries.push({ t, client, principal: client.split('/')[0] ?? client, ...seen })
  }

  joins(client: string, asOf = this.log.length, lines: readonly SeenEvent[] = this.log.slice(0, asOf)) {
    const page = { first: 1, last: asOf, lines: lines.filter(({ type }) => type === 'message.posted'), events: [] }
    this.writes(client, { kind: 'joined', room: ROOM, epoch: EPOCH, asOf, ...page })
  }

  resumes(client: string, after: number, asOf = this.log.length) {
    this.writes(client, { kind: 'resumed', room: ROOM, epoch: EPOCH, after, asOf })
  }

  /** The event that the log has next; it is in the final log from now on. */
  stores(author: string, cid: string, fields: Fields = {}): SeenEvent {
    const event = { seq: this.log.length + 1, type: 'message.posted', author, cid, hash: hashText(cid), ...fields }
    this.log.push(event)
    return event
  }

  sends(client: string, cid: string, wish = cid, command = 'message.post') {
    this.writes(client, { kind: 'send', room: ROOM, cid, hash: hashText(wish), command })
  }

  isTold(client: string, cid: string, seq: number, dup = false) {
    this.writes(client, { kind: 'ok', room: ROOM, cid, seq, epoch: EPOCH, dup })
  }

  isRefused(client: string, cid: string, code = 'forbidden') {
    this.writes(client, { kind: 'refused', room: ROOM, cid, code })
  }

  isUnsure(client: string, cid: string) {
    this.writes(client, { kind: 'unknown', room: ROOM, cid })
  }

  hears(client: string, ...events: readonly SeenEvent[]) {
    this.writes(client, { kind: 'receive', room: ROOM, epoch: EPOCH, events })
  }

  isShown(client: string, seqs: readonly number[], snapshot?: number) {
    this.writes(client, {
      kind: 'shown',
      room: ROOM,
      epoch: EPOCH,
      seqs,
      ...(snapshot === undefined ? {} : { snapshot }),
    })
  }

  reads(client: string, askedT: number, events: readonly SeenEvent[], asOf = this.log.length) {
    this.writes(client, { kind: 'read', room: ROOM, epoch: EPOCH, by: 'history', askedT, asOf, events })
  }

  /** Hears of all that others say, by push. */
  subscribes(client: string, hidden = false) {
    this.writes(client, { kind: 'subscribed', room: ROOM, askedT: this.now, hidden })
  }

  /** `words`: of the only message that it tells of. */
  isPushed(client: string, seq: number, words?: string) {
    this.writes(client, {
      kind: 'pushed',
      room: ROOM,
      seq,
      ...(words !== undefined && { words: hashText(words) }),
    })
  }

  /** Gets `bytes`, where those of the name are due, or a refusal. */
  downloads(client: string, seq: number, got: Got | { bytes: string }, askedT = this.now) {
    const due = hashText(fileOf(seq))
    const what: Got = 'bytes' in got ? { how: 'bytes', hash: hashText(got.bytes), due } : got
    this.writes(client, { kind: 'downloaded', room: ROOM, seq, file: fileOf(seq), form: 'whole', askedT, got: what })
  }

  lists(client: string, ...seqs: readonly number[]) {
    const files = seqs.map((seq) => ({ seq, file: fileOf(seq) }))
    this.writes(client, { kind: 'listed', room: ROOM, askedT: this.now, files })
  }

  isPutOut(client: string) {
    this.writes(client, { kind: 'revoked', room: ROOM })
  }

  loses(client: string) {
    this.writes(client, { kind: 'closed', code: 1006 })
  }

  /** Sent, stored, told and heard by these. */
  says(client: string, cid: string, ...listeners: readonly string[]): SeenEvent {
    return this.saysWith(client, cid, {}, ...listeners)
  }

  saysWith(client: string, cid: string, fields: Fields, ...listeners: readonly string[]): SeenEvent {
    this.sends(client, cid)
    const event = this.stores(client.split('/')[0] ?? client, cid, fields)
    this.isTold(client, cid, event.seq)
    for (const listener of listeners) this.hears(listener, event)
    return event
  }

  /** Time goes by: whoever was on the way has arrived. */
  waits(ms = 60_000) {
    this.now += ms
  }

  ends(wants: Wants = {}): Report {
    const checker = new Checker(wants)
    for (const entry of this.entries) checker.take(entry)
    const { epoch, access, log: events } = this
    const head = this.head ?? Math.max(0, ...events.map(({ seq }) => seq))
    const final: FinalRoom = { room: ROOM, epoch, floor: 1, head, access, events }
    this.waits()
    return checker.end([final], this.deeds, this.now)
  }

  /** The rules that do not hold, each once. */
  breaks(): RuleId[] {
    return [...new Set(this.ends().violations.map(({ rule }) => rule))].sort()
  }
}

/** Ada and bob are in the room, and have said two things each, which both have heard. */
export function goodStory(): Story {
  const story = new Story()
  story.joins('ada')
  story.joins('bob')
  for (const [client, cid] of [
    ['ada', 'a1'],
    ['bob', 'b1'],
    ['ada', 'a2'],
    ['bob', 'b2'],
  ] as const)
    story.says(client, cid, 'ada', 'bob')
  return story
}

export { EPOCH, ROOM }
