import { placeOf } from '#web/store/lines.ts'
import { SLICE } from '#web/store/page-slices.ts'
import { sameWindow } from '#web/store/same-window.ts'
import type { Timeline } from '#web/store/timeline.ts'
import { type HurryNeeds, hurryBy } from './log-view.ts'

/** More than anybody reads: rows a second above this add up, and are forgotten at the same pace. */
const READ_PER_SECOND = 30
/** So many too many are a hurry, until so few are left; a single burst is none. */
const BEGIN_AT = 40
const END_AT = 5
const MOST = 60
const MOST_OF_ONE = 20
/** More rows than this are a long task: who follows the end has those before the eyes first, the others a moment later. */
const AT_ONCE = 60
/** A row is at least this high, also where lines stand close (density.css). */
const ROW_PX = 36
/** Rows that are drawn above the view: who turns back has some before the next slice is there. */
const ABOVE = 4
/** So much has to lie above the view, or what waits there to be drawn would be seen. */
const ABOVE_PX = 240
/** Where rows are lower than those before them, so many more at most. */
const MOST_MORE = 3 * SLICE
/** A drawing is followed by a rest of so many times what it took, so that the page is free to hear its reader, but at most so long. */
const REST = 2
const MOST_REST_MS = 100
/** In a hurry it rests at least so long: nobody reads faster, and a battery lasts longer. */
const LEAST_REST_MS = 50
/** In a hurry one that takes longer than a frame costs several: then the newest come seldom and together, not one after another. */
const FRAME_MS = 16
const LONG_REST = 10
const MOST_LONG_REST_MS = 500
/** When it is calm again, a slice of what was passed over is drawn this often. */
const GROW_MS = 100

const restOfHurry = (tookMs: number): number =>
  tookMs > FRAME_MS ? Math.min(MOST_LONG_REST_MS, LONG_REST * tookMs) : Math.max(LEAST_REST_MS, REST * tookMs)

/** Of the log as it stands there: how high its rows are, and how much of it lies above the view. */
type Measures = { rowPx(): number; abovePx(): number }
type Look = { follows: boolean; viewPx: number }

/**
 * How often the log is drawn, and how much of it, where more is said than anybody reads (PERF-13). Nothing is lost: who follows
 * has the newest rows before the eyes, and the others come, as those of a page do, when one scrolls up, or when it is calm.
 */
export class Hurry {
  readonly #needs: HurryNeeds & Measures
  /** Lines before this number are not drawn; null: all are. */
  #from: number | null = null
  #seen: number
  #level = 0
  #levelAtMs = 0
  #isOn = false
  #holds = false
  #more = 0
  #startMs: number | null = null
  #restUntilMs = 0
  #waits = false

  constructor(needs: HurryNeeds & Measures) {
    this.#needs = needs
    this.#seen = needs.drawn
  }

  get isCut(): boolean {
    return this.#from !== null
  }

  /** How long it rests still. Who turns back waits for nothing. */
  restMs(follows: boolean): number {
    return follows || !this.#holds ? this.#restUntilMs - this.#needs.nowMs() : 0
  }

  begins(): void {
    this.#startMs = this.#needs.nowMs()
  }

  /** The reader has done something, and sees it at once. */
  wake(): void {
    this.#restUntilMs = 0
  }

  /** The rows are in the page, and measured. */
  drew(): void {
    if (this.#startMs === null) return
    const nowMs = this.#needs.nowMs()
    const tookMs = nowMs - this.#startMs
    this.#restUntilMs = nowMs + (this.#holds ? restOfHurry(tookMs) : Math.min(MOST_REST_MS, REST * tookMs))
    this.#startMs = null
  }

  /** What is to be drawn of a log. */
  part(log: Timeline, { follows, viewPx }: Look): Timeline {
    const fresh = this.#count(log)
    this.#holds = follows && (this.#isOn || fresh > AT_ONCE)
    if (this.#holds) this.#from = log.lines.at(-this.#most(viewPx))?.seq ?? null
    else this.#more = 0
    if (this.isCut && follows && !this.#isOn) this.#growLater(log)
    const at = this.#from === null ? 0 : placeOf(log.lines, this.#from)
    const first = log.lines[at]
    if (at === 0 || !first) {
      this.#from = null
      return log
    }
    return { ...log, lines: log.lines.slice(at), from: first.seq, atStart: false }
  }

  /** So many rows fill the view. To measure those that stand there asks for their layout. */
  #most(viewPx: number): number {
    return Math.ceil(viewPx / Math.max(ROW_PX, this.#needs.rowPx())) + ABOVE + this.#more
  }

  /** Where rows are wanted above those that are drawn: true when they are here, and come with the next drawing. */
  grow(log: Timeline): boolean {
    if (this.#from === null) return false
    if (this.#holds) {
      if (this.#more >= MOST_MORE || this.#needs.abovePx() >= ABOVE_PX) return true
      this.#more += SLICE
      this.#needs.draw()
      return true
    }
    this.#from = log.lines[placeOf(log.lines, this.#from) - SLICE]?.seq ?? null
    this.#needs.draw()
    return true
  }

  /** Somebody looks for one of them. */
  whole(): void {
    if (this.#from === null) return
    this.#from = null
    this.#needs.draw()
  }

  /** How many lines were not seen before. */
  #count({ lines }: Timeline): number {
    const nowMs = this.#needs.nowMs()
    const fresh = lines.length - placeOf(lines, this.#seen + 1)
    // What stands there at first came with nobody's haste.
    const hasty = this.#seen === 0 ? 0 : fresh
    this.#seen = lines.at(-1)?.seq ?? this.#seen
    const read = ((nowMs - this.#levelAtMs) * READ_PER_SECOND) / 1_000
    this.#level = Math.min(MOST, Math.max(0, this.#level - read) + Math.min(MOST_OF_ONE, hasty))
    this.#levelAtMs = nowMs
    if (this.#level >= BEGIN_AT) this.#isOn = true
    else if (this.#level <= END_AT) this.#isOn = false
    if (this.#isOn) this.#lookAgain()
    return fresh
  }

  #growLater(log: Timeline): void {
    if (this.#waits) return
    this.#waits = true
    this.#needs.after(GROW_MS, () => {
      this.#waits = false
      if (this.#isOn) return
      this.#holds = false
      this.grow(log)
    })
  }

  /** Nothing else would tell that the talk has stopped. */
  #lookAgain(): void {
    if (this.#waits) return
    this.#waits = true
    this.#needs.after((MOST * 1_000) / READ_PER_SECOND, () => {
      this.#waits = false
      this.#needs.draw()
    })
  }
}

const measures: Measures = {
  rowPx() {
    const rows = document.querySelectorAll('.log .row')
    const [first, last] = [rows[0]?.getBoundingClientRect(), rows[rows.length - 1]?.getBoundingClientRect()]
    return first && last ? (last.bottom - first.top) / rows.length : 0
  },
  abovePx: () => document.querySelector('.log')?.scrollTop ?? 0,
}

export const startHurry = (): void => hurryBy((needs) => new Hurry({ ...needs, ...measures }), sameWindow)
