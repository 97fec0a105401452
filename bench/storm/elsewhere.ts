import { tokenOf, Visitor } from '../growth/visitor.ts'
import type { ServerProcess } from '../server-process.ts'
import { quantile } from '../statistics.ts'

/** How long messages took from sending to hearing, ms. `refused`: those that the server would not take then, and said so. */
export type Heard = { count: number; refused: number; p50: number; p99: number; most: number }

const BETWEEN_MS = 20
const WATCH_MS = 20
const LAST_MS = 30_000

/** Two people in a room of their own, who were there before and stay: one says something, the other hears it. */
export class Elsewhere {
  #people: Visitor[] = []
  #room = ''

  async open(server: ServerProcess): Promise<void> {
    for (const name of ['sayer', 'hearer'])
      this.#people.push(await Visitor.enter(server.port, await tokenOf(server), name))
    for (const one of this.#people) {
      this.#room = await one.open('elsewhere')
      await one.ask('room.join', { room: this.#room })
    }
  }

  /** Talks until `until` resolves. */
  async during(until: Promise<unknown>): Promise<Heard> {
    const [sayer, hearer] = this.#people
    if (!sayer || !hearer) throw new Error('nobody is elsewhere')
    const sentMs = new Map<string, number>()
    const took: number[] = []
    hearer.onPush = (text) => {
      for (const [, cid = ''] of text.matchAll(/"cid":"([\w-]+)"/g)) {
        const since = sentMs.get(cid)
        if (since === undefined) continue
        took.push(performance.now() - since)
        sentMs.delete(cid)
      }
    }
    const room = this.#room
    let refused = 0
    const timer = setInterval(() => {
      const cid = crypto.randomUUID()
      sentMs.set(cid, performance.now())
      sayer.ask('message.post', { room, cid, body: 'elsewhere' }).catch(() => {
        refused++
        sentMs.delete(cid)
      })
    }, BETWEEN_MS)
    await until.finally(() => clearInterval(timer))
    const lastMs = performance.now() + LAST_MS
    while (sentMs.size > 0 && performance.now() < lastMs) await Bun.sleep(WATCH_MS)
    if (sentMs.size > 0) throw new Error(`${sentMs.size} messages were not heard elsewhere`)
    return { count: took.length, refused, p50: quantile(took, 0.5), p99: quantile(took, 0.99), most: Math.max(...took) }
  }

  close(): void {
    for (const one of this.#people) one.leave()
    this.#people = []
  }
}
