import type { Platform, Socket } from '#sdk/index.ts'
import { hashOf, isFields, seenEvents } from '../hash-of.ts'
import type { Entry, Seen, SeenEvent } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import { type Asked, commandOf, type Epochs, readAnswer } from './read-answer.ts'

export type Sink = (entry: Entry) => void

export type WireNeeds = { client: string; sink: Sink }

/**
 * Stands between the library and its socket, and writes down what passes. So the history has what the wire saw, whatever the
 * library makes of it.
 */
export class Wire {
  readonly #needs: WireNeeds
  readonly #epochs: Epochs = new Map()
  /** Who speaks; the hello's answer tells. */
  principal = ''

  constructor(needs: WireNeeds) {
    this.#needs = needs
  }

  watch(platform: Platform): Platform {
    return { ...platform, openSocket: (url) => this.#wrap(platform.openSocket(url)) }
  }

  get client(): string {
    return this.#needs.client
  }

  say(seen: Seen) {
    this.#needs.sink({ t: monotonicMs(), client: this.#needs.client, principal: this.principal, ...seen })
  }

  epochOf(room: string): string {
    return this.#epochs.get(room) ?? ''
  }

  #wrap(inner: Socket): Socket {
    const asked = new Map<number, Asked>()
    let over = false
    const end = (code: number) => {
      if (over) return
      over = true
      for (const one of asked.values()) this.#forsake(one)
      this.say({ kind: 'closed', code })
    }
    const outer: Socket = {
      send: (text) => {
        this.#leaves(text, asked)
        inner.send(text)
      },
      close(code) {
        end(code ?? 1006)
        inner.close(code)
      },
      onOpen: null,
      onText: null,
      onClose: null,
    }
    inner.onOpen = () => outer.onOpen?.()
    inner.onText = (text) => {
      if (!over) this.#comes(text, asked)
      outer.onText?.(text)
    }
    inner.onClose = (code) => {
      end(code)
      outer.onClose?.(code)
    }
    return outer
  }

  #leaves(text: string, asked: Map<number, Asked>) {
    const [ref, name, input]: unknown[] = JSON.parse(text)
    if (typeof ref !== 'number' || typeof name !== 'string' || !isFields(input)) return
    asked.set(ref, { t: monotonicMs(), name, input })
    const command = commandOf(input)
    if (!command) {
      if (name === 'room.leave' && typeof input['room'] === 'string') this.say({ kind: 'left', room: input['room'] })
      return
    }
    const { cid: _cid, ...wish } = input
    this.say({ kind: 'send', ...command, hash: hashOf([name, wish]), command: name })
  }

  #comes(text: string, asked: Map<number, Asked>) {
    if (text.startsWith('[0,')) return this.#pushed(text)
    const ref = Number.parseInt(text.slice(1, 16), 10)
    const question = asked.get(ref)
    asked.delete(ref)
    // An answer to nothing that was asked is the library's to pass over, and C-7's to know of.
    if (!question) return
    const [, kind, body]: unknown[] = JSON.parse(text)
    if (!isFields(body)) return
    if (question.name === 'hello' && isFields(body['me'])) this.principal = String(body['me']['id'])
    for (const seen of readAnswer(question, String(kind), body, this.#epochs)) this.say(seen)
  }

  #pushed(text: string) {
    if (text.startsWith('[0,"events"')) {
      const { room, events } = readFrame(text)
      this.say({ kind: 'receive', room, epoch: this.epochOf(room), events })
    } else if (text.startsWith('[0,"out"')) {
      const [, , body]: unknown[] = JSON.parse(text)
      if (isFields(body)) this.say({ kind: 'revoked', room: String(body['room']) })
    }
  }

  #forsake({ input }: Asked) {
    const command = commandOf(input)
    if (command) this.say({ kind: 'unknown', ...command })
  }
}

type Frame = { room: string; events: readonly SeenEvent[] }

/** What a thousand clients of a process get is the same text: it is read once, and is then one list for the checker, too. */
const FRAMES = 256
const frames = new Map<string, Frame>()

function readFrame(text: string): Frame {
  let frame = frames.get(text)
  if (!frame) {
    const [, , body]: unknown[] = JSON.parse(text)
    const { room, events } = isFields(body) ? body : { room: '', events: [] }
    frame = { room: String(room), events: seenEvents(events) }
    frames.set(text, frame)
    const [oldest] = frames.keys()
    if (frames.size > FRAMES && oldest !== undefined) frames.delete(oldest)
  }
  return frame
}
