import path from 'node:path'
import * as v from 'valibot'
import { inTime } from '../in-time.ts'
import { linesOf } from '../lines-of.ts'
import { generatorCore, pinned } from '../machine.ts'

const WAIT_S = 120
const hereTold = v.object({ here: v.number() })
const cutTold = v.object({ cut: v.number() })
const backTold = v.object({
  back: v.array(v.number()),
  notResumed: v.number(),
  lost: v.number(),
  doubled: v.number(),
  again: v.number(),
})

/** The process of the bare sockets. It stands behind whoever measures, on the same core. */
export class Returners {
  readonly #child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>
  readonly #lines: AsyncIterator<string>

  constructor(port: number, { rooms, clients, tokens }: { rooms: number; clients: number; tokens: string }) {
    const words = [port, rooms, clients, tokens].map(String)
    this.#child = Bun.spawn(
      pinned(generatorCore, [
        ...['sh', '-c', 'ulimit -n $(ulimit -Hn); exec "$@"', 'sh'],
        ...['nice', process.execPath, '--no-orphans', path.join(import.meta.dir, 'returners.ts'), ...words],
      ]),
      { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' },
    )
    this.#lines = linesOf(this.#child.stdout)
  }

  here = () => this.#hear(hereTold)
  cut = () => this.#order('cut', cutTold)
  back = (targets: readonly number[]) => this.#order(`back ${JSON.stringify(targets)}`, backTold)

  async stop(): Promise<void> {
    this.#child.kill()
    await this.#child.exited
  }

  #order<S extends v.GenericSchema>(words: string, schema: S): Promise<v.InferOutput<S>> {
    this.#child.stdin.write(`${words}\n`)
    this.#child.stdin.flush()
    return this.#hear(schema)
  }

  async #hear<S extends v.GenericSchema>(schema: S): Promise<v.InferOutput<S>> {
    const { value } = await inTime(this.#lines.next(), WAIT_S, `The crowd was not there after ${WAIT_S} s.`)
    if (!value) throw new Error('The process of the crowd ended.')
    return v.parse(schema, JSON.parse(value))
  }
}
