import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { quantile } from '../statistics.ts'

export type ChatFigures = { said: number; p50: number; p99: number; most: number }
type Place = { readonly url: string; readonly socketUrl: string }

const POSTERS = 10
const READERS = 20
const WATCH_MS = 20
export const ROOM = 'uploads-bench'

/** People who talk at a steady rate; how long their messages take until a reader has them. */
export class Chat {
  readonly #guests: Guest[] = []

  async open(at: Place): Promise<void> {
    for (let n = 0; n < POSTERS + READERS; n++)
      this.#guests.push(await bringGuest(at, { name: `talk ${n}`, room: ROOM }))
  }

  /** Talks until `until` resolves. */
  async during(perSecond: number, until: Promise<unknown>): Promise<ChatFigures> {
    const [reader, ...others] = this.#guests
    if (!reader) throw new Error('nobody came')
    const sentMs = new Map<string, number>()
    const tookMs: number[] = []
    const stopListening = reader.room.listen({
      events(events) {
        for (const { cid } of events) {
          const since = sentMs.get(cid)
          if (since === undefined) continue
          tookMs.push(performance.now() - since)
          sentMs.delete(cid)
        }
      },
    })
    let turn = 0
    const timer = setInterval(() => {
      const cid = others[turn++ % POSTERS]?.room.post(`message ${turn} of those who go on talking`)
      if (cid) sentMs.set(cid, performance.now())
    }, 1_000 / perSecond)
    await until
    clearInterval(timer)
    // What is under way still counts.
    while (sentMs.size > 0) await Bun.sleep(WATCH_MS)
    stopListening()
    return { said: tookMs.length, p50: quantile(tookMs, 0.5), p99: quantile(tookMs, 0.99), most: Math.max(...tookMs) }
  }

  close(): void {
    for (const guest of this.#guests) guest.leaves()
  }
}
