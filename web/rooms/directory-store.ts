import { batch, type Signal, signal } from '@preact/signals'
import type { CommandInput, CommandReply } from '#protocol/index.ts'
import { Disconnected, Refused } from '#sdk/index.ts'

export type Listed = CommandReply<'room.directory'>['rooms'][number]
export type DirectoryPhase = 'idle' | 'busy' | 'done' | 'failed' | 'offline'
type Ask = (wish: CommandInput<'room.directory'>) => Promise<CommandReply<'room.directory'>>

/** What brings questions to the server in time: `after` is a clock that tests move. */
type Needs = { ask: Ask; after: (ms: number, run: () => void) => () => void }

const TYPING_MS = 200
const RETRY_MS = 500

/** Open rooms for what is typed. A late answer to an older question changes nothing. */
export class Directory {
  readonly text: Signal<string> = signal('')
  readonly phase: Signal<DirectoryPhase> = signal<DirectoryPhase>('idle')
  readonly rooms: Signal<readonly Listed[]> = signal<readonly Listed[]>([])
  readonly next: Signal<string | null> = signal<string | null>(null)

  readonly #needs: Needs
  #question = 0
  #stopWaiting: () => void = () => undefined

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Asks when the typing pauses. */
  type(text: string): void {
    if (text === this.text.peek()) return
    this.text.value = text
    this.#askIn(TYPING_MS)
  }

  askNow(): void {
    this.#askIn(0)
  }

  /** The next page. Does nothing at the end, and while an answer is on its way. */
  more(): void {
    if (this.next.peek() !== null && this.phase.peek() === 'done') void this.#bring(this.next.peek())
  }

  /** Nothing that is on its way is wanted any more. */
  rest(): void {
    this.#question++
    this.#stopWaiting()
    batch(() => {
      this.text.value = ''
      this.phase.value = 'idle'
      this.rooms.value = []
      this.next.value = null
    })
  }

  #askIn(ms: number): void {
    this.#question++
    this.#stopWaiting()
    this.phase.value = 'busy'
    if (ms === 0) void this.#bring(null)
    else this.#stopWaiting = this.#needs.after(ms, () => void this.#bring(null))
  }

  async #bring(before: string | null): Promise<void> {
    const mine = ++this.#question
    this.phase.value = 'busy'
    try {
      const text = this.text.peek().trim()
      const reply = await this.#needs.ask({ ...(text && { text }), ...(before !== null && { before }) })
      if (mine !== this.#question) return
      batch(() => {
        this.rooms.value = before === null ? reply.rooms : [...this.rooms.peek(), ...reply.rooms]
        this.next.value = reply.next ?? null
        this.phase.value = 'done'
      })
    } catch (error) {
      if (mine === this.#question) this.#explain(error, before)
    }
  }

  /** What can wait is asked again by itself. */
  #explain(error: unknown, before: string | null): void {
    const waitMs = error instanceof Refused ? error.refusal.retry_after_ms : undefined
    if (waitMs === undefined) {
      this.phase.value = error instanceof Disconnected ? 'offline' : 'failed'
      return
    }
    this.#stopWaiting = this.#needs.after(Math.max(RETRY_MS, waitMs), () => void this.#bring(before))
  }
}
