import * as v from 'valibot'
import { programFile } from '#server/kit/programs.ts'
import { type Heard, type Order, type Report, report, type Spoken, sharedMs } from './load/orders.ts'

/** Whoever says nothing for so long after it should have is broken. */
const SILENT_MS = 45_000

/** Why a load maker cannot go on. `code` is the system's, or ''. */
export class CrewFailed extends Error {
  readonly code: string

  constructor(words: string, code: string) {
    super(words)
    this.code = code
  }
}

class Maker {
  readonly #child: Bun.Subprocess
  #waiting: { resolve(said: Report): void; reject(error: Error): void } | null = null

  constructor(seat: number, basePath: string) {
    this.#child = Bun.spawn(
      [process.execPath, '--no-orphans', programFile('commands/bench/load/load-maker'), String(seat), basePath],
      {
        stdin: 'ignore',
        stdout: 'ignore',
        stderr: 'inherit',
        serialization: 'json',
        detached: true,
        ipc: (said) => this.#hear(said),
        onExit: (_child, code, signal) =>
          this.#waiting?.reject(new CrewFailed(`a load maker ended (${signal ?? code})`, '')),
      },
    )
  }

  #hear(said: unknown): void {
    const told = v.parse(report, said)
    if (told.is === 'failed') this.#waiting?.reject(new CrewFailed(told.words, told.code))
    else this.#waiting?.resolve(told)
  }

  async ask(order: Order): Promise<Report> {
    const { promise, resolve, reject } = Promise.withResolvers<Report>()
    this.#waiting = { resolve, reject }
    const dueMs = order.do === 'crowd' ? Math.max(0, order.untilMs - sharedMs()) : 0
    const late = setTimeout(() => reject(new CrewFailed('a load maker does not answer', '')), dueMs + SILENT_MS)
    try {
      this.#child.send(order)
      return await promise
    } finally {
      clearTimeout(late)
      this.#waiting = null
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

export type Gathering = { port: number; people: number; perRoom: number | null; every: number; untilMs: number }
export type Speech = {
  run: number
  rate: number
  startMs: number
  warmMs: number
  windowMs: number
  patienceMs: number
}

/** The processes that play the crowd, each a part of it. */
export class Crew {
  readonly #makers: readonly Maker[]
  #parts: readonly number[] = []
  #people = 0

  constructor(count: number, basePath: string) {
    this.#makers = Array.from({ length: count }, (_, seat) => new Maker(seat, basePath))
  }

  get size(): number {
    return this.#makers.length
  }

  /** Resolves to how many are there. Rooms of their own are whole in one process. */
  async gather({ port, people, perRoom, every, untilMs }: Gathering): Promise<number> {
    const unit = perRoom ?? 1
    const units = Math.floor(people / unit)
    const share = (seat: number) => Math.floor((units + this.size - 1 - seat) / this.size) * unit
    const told = await this.#all((seat) => ({ do: 'crowd', port, people: share(seat), perRoom, every, untilMs }))
    this.#parts = told.map((one) => (one.is === 'gathered' ? one.people : 0))
    this.#people = this.#parts.reduce((sum, one) => sum + one, 0)
    return this.#people
  }

  async speak({ rate, ...when }: Speech): Promise<Spoken[]> {
    const share = (seat: number) => (rate * (this.#parts[seat] ?? 0)) / Math.max(1, this.#people)
    const told = await this.#all((seat) => ({ do: 'speak', rate: share(seat), ...when }))
    return told.filter((one) => one.is === 'spoken')
  }

  async hear(said: number | null, patienceMs: number): Promise<Heard[]> {
    const told = await this.#all(() => ({ do: 'hear', said, patienceMs }))
    return told.filter((one) => one.is === 'heard')
  }

  /** All go; as guests they are known when they come again. */
  async dismiss(): Promise<void> {
    await this.gather({ port: 0, people: 0, perRoom: null, every: 1, untilMs: sharedMs() })
  }

  kill(): void {
    for (const maker of this.#makers) maker.kill()
  }

  #all(order: (seat: number) => Order): Promise<Report[]> {
    return Promise.all(this.#makers.map((maker, seat) => maker.ask(order(seat))))
  }
}
