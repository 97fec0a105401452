/** `restMs`: how long the page is to be left alone before it draws again. `frame`: runs with the next frame; a hidden tab has none. */
type Needs = {
  restMs(): number
  after(ms: number, run: () => void): unknown
  frame(run: () => void): unknown
  draw(): void
}

/** Draws with the next frame, or with the first one after a rest: frames in which nothing is to be drawn are not asked for. */
export class NextDrawing {
  readonly #needs: Needs
  #waitsFor: 'nothing' | 'rest' | 'frame' = 'nothing'
  /** What was asked for in an earlier turn does nothing. */
  #turn = 0

  constructor(needs: Needs) {
    this.#needs = needs
  }

  get isDue(): boolean {
    return this.#waitsFor !== 'nothing'
  }

  ask(): void {
    if (this.#waitsFor === 'frame') return
    const restMs = this.#needs.restMs()
    if (restMs <= 0) this.#next()
    else if (this.#waitsFor === 'nothing') {
      const run = this.#turnTo('rest', () => this.#next())
      this.#needs.after(restMs, run)
    }
  }

  stop(): void {
    this.#turnTo('nothing', () => undefined)
  }

  #next(): void {
    const run = this.#turnTo('frame', () => {
      this.#waitsFor = 'nothing'
      this.#needs.draw()
    })
    this.#needs.frame(run)
  }

  #turnTo(what: 'nothing' | 'rest' | 'frame', run: () => void): () => void {
    const turn = ++this.#turn
    this.#waitsFor = what
    return () => {
      if (turn === this.#turn) run()
    }
  }
}
