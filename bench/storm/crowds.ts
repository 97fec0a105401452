import path from 'node:path'
import * as v from 'valibot'
import { inTime } from '../in-time.ts'
import { linesOf } from '../lines-of.ts'
import { generatorCore, pinned } from '../machine.ts'

const PROCESSES = 4
const WAIT_S = 180
const told = v.union([
  v.object({ here: v.number() }),
  v.object({ done: v.string() }),
  v.object({ back: v.array(v.number()) }),
])

type Place = { readonly url: string; readonly socketUrl: string }
type One = { child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>; lines: AsyncGenerator<string, void> }

/** The whole crowd, in some processes on the generator's core. */
export class Crowds {
  readonly #all: One[]

  constructor({ url, socketUrl }: Place, { clients, rooms }: { clients: number; rooms: number }) {
    const each = Math.ceil(clients / PROCESSES)
    this.#all = Array.from({ length: PROCESSES }, (_, at) => {
      const words = [url, socketUrl, rooms, at * each, Math.min(each, clients - at * each)].map(String)
      const child = Bun.spawn(
        pinned(generatorCore, [
          ...['sh', '-c', 'ulimit -n $(ulimit -Hn); exec "$@"', 'sh'],
          // Whoever measures stands before them.
          ...['nice', process.execPath, '--no-orphans', path.join(import.meta.dir, 'crowd.ts'), ...words],
        ]),
        { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' },
      )
      return { child, lines: linesOf(child.stdout) }
    })
  }

  /** Resolves when all of them are in. */
  async here(): Promise<void> {
    await this.#hear()
  }

  /** Resolves when all of them wait for this message. */
  async waitFor(body: string): Promise<void> {
    this.#tell(`wait ${body}`)
    await this.#hear()
  }

  /** Resolves to when each of them was shown what it waited for. */
  async back(): Promise<number[]> {
    return (await this.#hear()).flatMap((one) => ('back' in one ? one.back : []))
  }

  /** Resolves when all lines are broken. */
  async cut(): Promise<void> {
    this.#tell('cut')
    await this.#hear()
  }

  async stop(): Promise<void> {
    for (const { child } of this.#all) child.kill()
    await Promise.all(this.#all.map(({ child }) => child.exited))
  }

  #tell(line: string): void {
    for (const { child } of this.#all) {
      child.stdin.write(`${line}\n`)
      child.stdin.flush()
    }
  }

  #hear() {
    return Promise.all(
      this.#all.map(async ({ lines }) => {
        const { value } = await inTime(lines.next(), WAIT_S, `Some of the crowd were not there after ${WAIT_S} s.`)
        if (!value) throw new Error('A process of the crowd ended.')
        return v.parse(told, JSON.parse(value))
      }),
    )
  }
}
