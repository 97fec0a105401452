import type { Clock } from '#server/kit/clock.ts'

/** The beat of v1's people frames. */
const BEAT_MS = 200
/** The beat of a crowd. */
const CROWD_BEAT_MS = 1_000
/** So many comings and goings of a beat get a line each; more are told as a crowd. */
const MOST_APART = 5
const MOST_NAMED = 3

export type Line = { kind: 'came' | 'went'; name: string }
type Change = Line & { id: string }

/**
 * Lines for who comes and goes. In calm times each leaves at once, up to five in a beat; what is more waits for its end,
 * and leaves then as long as no more than five wait. Beyond that there is, once a second, one line for all who came and
 * one for all who went.
 */
export class PaceLines {
  readonly #clock: Clock
  readonly #say: (line: Line) => void
  readonly #waiting = new Map<string, Line>()
  /** Lines that may still leave at once in this beat. */
  #left = MOST_APART
  #stopTimer: (() => void) | null = null

  constructor(clock: Clock, say: (line: Line) => void) {
    this.#clock = clock
    this.#say = say
  }

  add({ id, kind, name }: Change): void {
    this.#stopTimer ??= this.#clock.after(BEAT_MS, () => this.#beat())
    if (this.#left > 0) {
      this.#left--
      this.#say({ kind, name })
      return
    }
    // Who came and went in between is not named.
    const before = this.#waiting.get(id)
    if (before && before.kind !== kind) this.#waiting.delete(id)
    else this.#waiting.set(id, { kind, name })
  }

  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    this.#waiting.clear()
  }

  #beat(): void {
    this.#stopTimer = null
    const lines = [...this.#waiting.values()]
    this.#waiting.clear()
    if (lines.length === 0) {
      this.#left = MOST_APART
      return
    }
    const crowd = lines.length > MOST_APART
    this.#stopTimer = this.#clock.after(crowd ? CROWD_BEAT_MS : BEAT_MS, () => this.#beat())
    this.#left = crowd ? 0 : MOST_APART - lines.length
    for (const line of crowd ? summed(lines) : lines) this.#say(line)
  }
}

/** One line for all who came, one for all who went. */
function summed(lines: readonly Line[]): Line[] {
  return (['came', 'went'] as const).flatMap((kind) => {
    const names = lines.filter((line) => line.kind === kind).map((line) => line.name)
    return names.length === 0 ? [] : [{ kind, name: crowdName(names) }]
  })
}

/** 甲、乙、丙 等 12 人: the count is of all of them. */
const crowdName = (names: readonly string[]): string =>
  names.length <= MOST_NAMED ? names.join('、') : `${names.slice(0, MOST_NAMED).join('、')} 等 ${names.length} 人`
