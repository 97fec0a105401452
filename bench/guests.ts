import { appendFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

const AT_ONCE = 32
const answer = v.object({ token: v.string() })

/** Makes guests over HTTP and keeps their tokens in a file, one a line, for the load generator. */
export class Guests {
  readonly file: string
  readonly #url: string

  constructor(port: number, folder: string, name = 'tokens') {
    this.file = path.join(folder, name)
    this.#url = `http://127.0.0.1:${port}/api/session`
  }

  async make(count: number): Promise<void> {
    let left = count
    const work = async (): Promise<void> => {
      while (left > 0) {
        left--
        appendFileSync(this.file, `${await this.#makeOne()}\n`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  async #makeOne(): Promise<string> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"locale":"en","as":"token"}',
    })
    if (!response.ok) throw new Error(`A guest was refused: ${response.status} ${await response.text()}`)
    return v.parse(answer, await response.json()).token
  }
}
