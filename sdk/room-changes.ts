import type { CommandInput, CommandName } from '#protocol/index.ts'
import type { StoredReply } from '#protocol/messages.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import type { Answer } from './answer.ts'
import { repeatMs } from './backoff.ts'
import type { Connection } from './connection.ts'
import type { Platform } from './platform.ts'
import { uuid } from './random.ts'
import { Disconnected, Refused } from './refused.ts'

/** How long a change whose answer was lost is asked for again. A later one would surprise: the person has moved on. */
const PATIENCE_MS = 30_000
const FIRST_REPEAT_MS = 300
/** A person cannot click so fast; a program that does shall notice. */
const MOST_WAITING = 200

/** Sends a change: the same one each time, to the room and with the cid that it is given. */
type Send = (at: { room: string; cid: string }, done: (answer: Answer<StoredReply>) => void) => void

/** `cid`: of one that was asked for before and may have been done. */
type Asking = { isReached?: boolean; cid?: string | undefined }

/** What a command has beside the room and its cid. */
type Fields<C extends CommandName> = Omit<CommandInput<C>, 'room' | 'cid'>

type Change = {
  /** Who asked: it is never sent in the name of another (T-81). */
  author: string
  cid: string
  send: Send
  resolve(reply: StoredReply): void
  reject(error: Error): void
  /** Set once its answer may be lost. */
  stopPatience: (() => void) | null
}

type ChangesNeeds = {
  platform: Platform
  connection: Pick<Connection, 'status' | 'ask'>
  /** Nothing waits any more. */
  idle?(): void
}

/**
 * Changes of messages, one at a time and in the order of asking, so that of two that contradict each other the later one
 * stands. Where the line breaks before an answer, a change is sent again with the same cid (P-5).
 */
export class RoomChanges {
  readonly #needs: ChangesNeeds
  #line: Change[] = []
  #travels = false
  /** Of the log that was joined last. */
  #epoch: string | null = null
  /** Id of the room while it is joined. */
  #room: string | null = null
  #tries = 0
  #stopPause = () => {}

  constructor(needs: ChangesNeeds) {
    this.#needs = needs
  }

  edit(words: Fields<'message.edit'>): Promise<StoredReply> {
    return this.#ask((at, done) => this.#needs.connection.ask('message.edit', { ...at, ...words }, done))
  }

  erase(erasure: Fields<'message.erase'>): Promise<StoredReply> {
    return this.#ask((at, done) => this.#needs.connection.ask('message.erase', { ...at, ...erasure }, done))
  }

  react(reaction: Fields<'message.react'>): Promise<StoredReply> {
    return this.#ask((at, done) => this.#needs.connection.ask('message.react', { ...at, ...reaction }, done))
  }

  pin(wish: Fields<'message.pin'>): Promise<StoredReply> {
    return this.#ask((at, done) => this.#needs.connection.ask('message.pin', { ...at, ...wish }, done))
  }

  /** No change, but as definite. The room need not be joined yet, if somebody sees to it that it soon will be. */
  forward(wish: Fields<'message.forward'>, cid?: string): Promise<StoredReply> {
    const send: Send = (at, done) => this.#needs.connection.ask('message.forward', { ...at, ...wish }, done)
    return this.#ask(send, { isReached: true, cid })
  }

  /** Rejects at once with `Disconnected` while the room is not joined, and with RangeError when too many wait. */
  #ask(send: Send, { isReached = false, cid = uuid(this.#needs.platform) }: Asking = {}): Promise<StoredReply> {
    const author = this.#me
    if (author === null || (this.#room === null && !isReached)) {
      this.#needs.idle?.()
      return Promise.reject(new Disconnected())
    }
    if (this.#line.length >= MOST_WAITING)
      return Promise.reject(new RangeError(`more than ${MOST_WAITING} changes wait`))
    return new Promise((resolve, reject) => {
      const change: Change = { author, cid, send, resolve, reject, stopPatience: null }
      this.#line.push(change)
      if (this.#room === null) this.#bear(change)
      this.#next()
    })
  }

  /** A number of another log may be another message now (P-21): what waits is not said of that one. */
  joined(room: string, epoch: string) {
    const isRestored = this.#epoch !== null && epoch !== this.#epoch
    this.#room = room
    this.#epoch = epoch
    const author = this.#me
    for (const change of this.#line.filter((one) => isRestored || one.author !== author)) this.#giveUp(change)
    this.#next()
  }

  away() {
    this.#room = null
    this.#stopPause()
    for (const change of this.#line) this.#bear(change)
  }

  /** The room cannot be entered. */
  refuse(refusal: RefusalBody) {
    for (const change of this.#line) this.#end(change, () => change.reject(new Refused(refusal)))
  }

  get isBusy(): boolean {
    return this.#line.length > 0
  }

  get #me(): string | null {
    const { status } = this.#needs.connection
    return status.name === 'online' ? status.welcome.me.id : null
  }

  #next() {
    const [change] = this.#line
    if (!change || this.#travels || this.#room === null) return
    this.#stopPause()
    this.#travels = true
    change.send({ room: this.#room, cid: change.cid }, (answer) => this.#answered(change, answer))
  }

  #answered(change: Change, answer: Answer<StoredReply>) {
    this.#travels = false
    if (answer.name === 'ok') this.#end(change, () => change.resolve(answer.reply))
    else if (answer.name === 'no') this.#end(change, () => change.reject(new Refused(answer.refusal)))
    else this.#bear(change)
    if (answer.name === 'unknown') return this.#pause()
    if (answer.name === 'lost') return
    this.#tries = 0
    this.#next()
  }

  /** What was asked for and is not known to be done waits, for a while. */
  #bear(change: Change) {
    change.stopPatience ??= this.#needs.platform.after(PATIENCE_MS, () => this.#giveUp(change))
  }

  #giveUp(change: Change) {
    this.#end(change, () => change.reject(new Disconnected()))
  }

  #end(change: Change, tell: () => void) {
    change.stopPatience?.()
    if (!this.#line.includes(change)) return
    this.#line = this.#line.filter((one) => one !== change)
    tell()
    if (this.#line.length === 0) this.#needs.idle?.()
  }

  #pause() {
    const { platform } = this.#needs
    this.#stopPause = platform.after(repeatMs(undefined, this.#tries++, FIRST_REPEAT_MS, platform), () => this.#next())
  }
}
