/** Some 15 s of asking for the same number. */
const MOST_TRIES = 4

/** Attempts to get what a log is missing, since its cursor last moved. */
export class Vain {
  #cursor = -1
  tries = 0

  forget() {
    this.#cursor = -1
    this.tries = 0
  }

  /** The log has come further since the last attempt: the last time helped. */
  hasMoved(cursor: number): boolean {
    if (this.#cursor === cursor) return false
    this.#cursor = cursor
    this.tries = 0
    return true
  }

  /** What was asked for so often and never came is not there: better all anew than nothing any more. */
  get isHopeless(): boolean {
    return this.tries >= MOST_TRIES
  }
}
