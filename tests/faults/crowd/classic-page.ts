import { hashText, isFields } from '../hash-of.ts'
import type { Seen } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import type { Sink } from '../witness/wire.ts'
import type { Chance } from '../world/chance.ts'

const BACK_MS = { least: 200, most: 2_000 }
const WORDS = ['tea', 'leaf', 'cup', '茶馆', 'steam'] as const

/** `url`: of the server, or of a proxy before it. */
type PageNeeds = { url: string; name: string; chance: Chance; sink: Sink }

/**
 * Somebody in the lobby with a page of the tutorial's kind: it logs in, speaks, hears, and comes back by itself. It knows of no
 * answers, so it says nothing twice, and each thing that it says is said by nobody else.
 */
export class ClassicPage {
  readonly name: string
  readonly #needs: PageNeeds
  #socket: WebSocket | null = null
  #isIn = false
  #stays = false
  #said = 0

  constructor(needs: PageNeeds) {
    this.#needs = needs
    this.name = needs.name
  }

  get isIn(): boolean {
    return this.#isIn
  }

  come(): void {
    this.#stays = true
    if (!this.#socket) this.#open()
  }

  go(): void {
    this.#stays = false
    this.#socket?.close()
  }

  say(): void {
    if (!this.#isIn || !this.#socket) return
    const text = `${this.name} ${++this.#said} ${this.#needs.chance.pick(WORDS)}`
    this.#write({ kind: 'classic_said', words: hashText(text) })
    this.#socket.send(JSON.stringify({ type: 'user', msg: text }))
  }

  #open(): void {
    const socket = new WebSocket(`${this.#needs.url.replace('http', 'ws')}/`)
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#hear(socket, String(data)))
    socket.addEventListener('close', ({ code }) => this.#end(socket, code))
  }

  #hear(socket: WebSocket, text: string): void {
    const frame: unknown = JSON.parse(text)
    if (!isFields(frame) || typeof frame['msg'] !== 'string') return
    const { type, msg } = frame
    if (type === 'handShake') {
      this.#isIn = true
      this.#write({ kind: 'classic_in' })
      // What is said behind it waits until the page is in.
      socket.send(JSON.stringify({ type: 'login', msg: this.name }))
    } else if (type === 'error') socket.close()
    else if (type === 'user' && this.#isIn) this.#write({ kind: 'classic_heard', words: hashText(msg) })
  }

  #end(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return
    this.#socket = null
    if (this.#isIn) this.#write({ kind: 'closed', code })
    this.#isIn = false
    const backMs = this.#needs.chance.between(BACK_MS.least, BACK_MS.most)
    setTimeout(() => this.#stays && !this.#socket && this.#open(), backMs)
  }

  #write(seen: Seen): void {
    this.#needs.sink({ t: monotonicMs(), client: this.name, principal: '', ...seen })
  }
}
