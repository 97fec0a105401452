import type { Said } from '#server/delivery/event-log.ts'
import { Pace } from '#server/delivery/pace.ts'
import type { Clock } from '#server/kit/clock.ts'

/** Whoever has the room on the list hears that something was said in it, and nothing else (HOUSE-10). */
export const bellTopic = (roomId: string): string => `bell:${roomId}`

const WIDTH_MS = 1_000
/** A frame to each who holds the bell: above a thousand the bell is rarer instead of dearer. */
const HOLDERS_A_SECOND = 1_000
const WIDEST_MS = 10_000

export type BellsNeeds = {
  clock: Clock
  publish(topic: string, frame: string): void
  /** How many connections hear a topic. */
  listeners(topic: string): number
}

type Bell = { pace: Pace<Said>; rungMs: number; holders: number }

/**
 * That something was said, for those who are not in the room: at once after a quiet second, else with its end. A bell
 * may be lost or doubled: it says where the room stands, and `room.mine` says it again (HOUSE-1).
 */
export class Bells {
  readonly #needs: BellsNeeds
  /** Only rooms whose bell somebody holds, and in which something was said a moment ago. */
  readonly #bells = new Map<string, Bell>()

  constructor(needs: BellsNeeds) {
    this.#needs = needs
  }

  ring(rooms: ReadonlyMap<string, Said>): void {
    for (const [roomId, said] of rooms) {
      const holders = this.#needs.listeners(bellTopic(roomId))
      if (holders === 0) continue
      const bell = this.#bell(roomId)
      bell.holders = holders
      bell.rungMs = this.#needs.clock.steadyMs()
      bell.pace.add([said])
    }
  }

  /** Forgets bells that are quiet; call it once a second. */
  sweep(): void {
    const now = this.#needs.clock.steadyMs()
    for (const [roomId, bell] of this.#bells) if (now - bell.rungMs > 2 * WIDEST_MS) this.#bells.delete(roomId)
  }

  /** Bounds of the map, for tests. */
  get size(): number {
    return this.#bells.size
  }

  #bell(roomId: string): Bell {
    const known = this.#bells.get(roomId)
    if (known) return known
    const width = () => Math.min(WIDEST_MS, Math.max(WIDTH_MS, (bell.holders / HOLDERS_A_SECOND) * WIDTH_MS))
    const pace = new Pace<Said>(this.#needs.clock, width, (said) => {
      const newest = said.at(-1)
      if (newest) this.#needs.publish(bellTopic(roomId), bellFrame(roomId, newest))
    })
    const bell: Bell = { pace, rungMs: 0, holders: 0 }
    this.#bells.set(roomId, bell)
    return bell
  }
}

const bellFrame = (roomId: string, { head, lines, at }: Said): string =>
  JSON.stringify([0, 'bells', { rooms: { [roomId]: [head, lines, at] } }])
