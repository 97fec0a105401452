import { placeOf, type ShownLine } from '#web/store/lines.ts'
import type { Timeline } from '#web/store/timeline.ts'

/**
 * The messages that the page holds of a log, by their numbers. They are looked for where they are asked for: a log changes with each
 * frame of the socket, and to gather them all for two quotes would be dearer than the rows.
 */
export class HeldLines {
  /** What is newer stands first. */
  readonly #lists: readonly (readonly ShownLine[])[]

  constructor({ lines, below, above, tail }: Pick<Timeline, 'lines' | 'below' | 'above' | 'tail'>) {
    this.#lists = [lines, below?.lines ?? [], above?.lines ?? [], tail]
  }

  get(seq: number): ShownLine | undefined {
    for (const list of this.#lists) {
      const line = list[placeOf(list, seq)]
      if (line?.seq === seq) return line
    }
    return undefined
  }

  has(seq: number): boolean {
    return this.get(seq) !== undefined
  }

  /** Gathered now. */
  all(): ReadonlyMap<number, ShownLine> {
    return new Map(this.#lists.toReversed().flatMap((list) => list.map((line) => [line.seq, line])))
  }
}
