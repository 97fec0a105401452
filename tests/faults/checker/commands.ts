import type { Entry } from '../history.ts'
import type { Books } from './books.ts'
import { type KnownLog, keyOf } from './known-log.ts'

type Of<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>
type Answering = Of<'ok' | 'refused' | 'unknown'>

/** A sending that has no answer yet. */
type Sending = { client: string; t: number; hash: number }

/** A command until it is known what became of it; then three numbers in the columns of its log remain. */
export type Command = {
  room: string
  principal: string
  cid: string
  key: number
  command: string
  /** Of the wish that may be stored: when it left first, who sent it, and its turn among what that client sent. */
  firstT: number
  sender: string
  turn: number
  hash: number
  pending: Sending[]
  /** The last time that it was not known what became of a sending; 0: never. */
  unknownT: number
}

/** An answer that names an event by `dup`: this command's own, or the one that had done before what was wanted. */
export type Dup = Pick<Command, 'room' | 'cid' | 'key' | 'firstT' | 'sender' | 'turn' | 'command'> & {
  epoch: string
  seq: number
  t: number
}

/** What the order of a room asks of a command. */
type Facts = Pick<Command, 'firstT' | 'sender' | 'turn' | 'command'>

/** Waited longer than is promised: whether on purpose is known at the end. */
export type Late = { room: string; cid: string; client: string; from: number; until: number }
export type Refused = { room: string; cid: string; client: string; code: string }

/** P-6: nothing waits longer on an open connection. A client gives up at the same time, by another clock. */
export const ANSWER_MS = 9_900

/** What became of each command (P-5, P-6), as its senders saw it. The rules C-4, C-6 and C-7 read it. */
export class Commands {
  readonly #books: Books
  /** By room and key. */
  readonly #open = new Map<string, Map<number, Command>>()
  readonly #turns = new Map<string, number>()
  readonly dups: Dup[] = []
  readonly late: Late[] = []
  /** Numbers that were given to a second command: one of the two is lost. */
  readonly contested: { room: string; epoch: string; seq: number; key: number }[] = []
  /** Said to be stored nowhere; by room and key. */
  readonly refused = new Map<string, Map<number, Refused>>()
  sent = 0
  acknowledged = 0

  constructor(books: Books) {
    this.#books = books
  }

  take(entry: Entry) {
    if (entry.kind === 'send') this.#send(entry)
    else if (entry.kind === 'ok' || entry.kind === 'refused' || entry.kind === 'unknown') this.#answer(entry)
  }

  *open(): Iterable<Command> {
    for (const commands of this.#open.values()) yield* commands.values()
  }

  #send(entry: Of<'send'>) {
    this.sent++
    const { client, t, hash } = entry
    const command = this.#find(entry) ?? this.#begin(entry)
    if (command.pending.length === 0 && command.unknownT === 0) this.#wish(command, entry)
    command.pending.push({ client, t, hash })
  }

  /** Nothing of it can be stored yet: from here its times count. */
  #wish(command: Command, { client, t, hash }: Of<'send'>) {
    const turn = (this.#turns.get(client) ?? 0) + 1
    this.#turns.set(client, turn)
    Object.assign(command, { firstT: t, sender: client, turn, hash })
  }

  #begin({ room, principal, cid, command, client, t, hash }: Of<'send'>): Command {
    const key = keyOf(principal, cid)
    const begun = { room, principal, cid, key, command, firstT: t, sender: client, turn: 0, hash }
    const all = { ...begun, pending: [], unknownT: 0 }
    const commands = this.#open.get(room)
    if (commands) commands.set(key, all)
    else this.#open.set(room, new Map([[key, all]]))
    return all
  }

  #find({ room, principal, cid }: { room: string; principal: string; cid: string }): Command | undefined {
    return this.#open.get(room)?.get(keyOf(principal, cid))
  }

  #answer(entry: Answering) {
    const { room, cid, client, t } = entry
    const command = this.#find(entry)
    const at = command?.pending.findIndex((sending) => sending.client === client) ?? -1
    const [sending] = command && at >= 0 ? command.pending.splice(at, 1) : []
    if (!command || !sending) {
      // What was answered and sent by nobody; of a line that is gone an answer may be the second.
      if (entry.kind !== 'unknown')
        this.#books.say('C-7', { room, cid, client, says: `one more answer than was asked for: ${entry.kind}` })
      return
    }
    if (t - sending.t >= ANSWER_MS) this.late.push({ room, cid, client, from: sending.t, until: t })
    if (entry.kind === 'ok') this.#ok(command, sending, entry)
    else if (entry.kind === 'unknown') this.#unsure(command, t)
    else this.#refuse(command, entry)
    if (entry.kind !== 'unknown' && command.pending.length === 0 && this.#isSettled(command, entry))
      this.#open.get(room)?.delete(command.key)
  }

  /** What was refused for now may have been stored by this sending. */
  #unsure(command: Command, t: number) {
    command.unknownT = t
    this.refused.get(command.room)?.delete(command.key)
  }

  /** A refusal of a resent command says nothing about the sending before it, which may be stored. */
  #isSettled(command: Command, { kind }: Answering): boolean {
    return kind === 'ok' || command.unknownT === 0
  }

  #ok(command: Command, sending: Sending, { epoch, seq, dup, t }: Of<'ok'>) {
    this.acknowledged++
    const { room, cid, key, firstT, sender, turn, hash } = command
    if (sending.hash !== hash)
      this.#books.say('C-6', {
        room,
        seq,
        cid,
        client: sending.client,
        says: 'another wish with the same cid was granted',
      })
    command.unknownT = 0
    if (dup)
      return void this.dups.push({ room, cid, key, firstT, sender, turn, epoch, seq, t, command: command.command })
    this.refused.get(room)?.delete(key)
    const log = this.#books.log(room, epoch)
    const okKey = log.get('okKey', seq)
    if (okKey === key)
      this.#books.say('C-6', {
        room,
        seq,
        cid,
        client: sending.client,
        says: 'was stored a second time, and said to be new',
      })
    else if (!Number.isNaN(okKey)) this.contested.push({ room, epoch, seq, key })
    if (Number.isNaN(okKey)) log.set('okKey', seq, key)
    this.noteStored(log, command, seq, t)
  }

  /** The command's three numbers; of two clients who have sent it, those of the earlier. */
  noteStored(log: KnownLog, { firstT, sender, turn, command }: Facts, seq: number, t: number): void {
    log.atMost('okT', seq, t)
    if (log.get('sentT', seq) <= firstT) return
    log.set('sentT', seq, firstT)
    // Only messages promise the order of one person (P-2): changes travel beside them.
    if (command !== 'message.post') return
    log.set('sender', seq, this.#books.numberOf(sender))
    log.set('turn', seq, turn)
  }

  #refuse(command: Command, { room, cid, client, code }: Of<'refused'>) {
    if (command.pending.length > 0 || command.unknownT > 0 || code === 'client_id_conflict') return
    const refused = { room, cid, client, code }
    const known = this.refused.get(room)
    if (known) known.set(command.key, refused)
    else this.refused.set(room, new Map([[command.key, refused]]))
  }
}
