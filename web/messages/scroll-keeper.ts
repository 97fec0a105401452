import { wayOf } from '#web/kit/finger-way.ts'
import { atEnd, type Timeline } from '#web/store/timeline.ts'

/** What the keeper of the scroll position asks and tells. */
export type KeeperNeeds = {
  /** The element that scrolls, and the one inside it that grows. */
  view: HTMLElement
  content: HTMLElement
  timeline(): Timeline
  /** The message under the reader's eye; null: the reader follows the end. */
  setAnchor(seq: number | null): void
  loadOlder(): void
  loadNewer(): void
  /** After every move of the view, by the reader or by ourselves. */
  moved(byReader: boolean): void
}

/** Following ends this far from the end, and begins again this near, so that it does not flutter (client.md 6.2). */
const LEAVE_PX = 80
const RETURN_PX = 8
/** The next page is asked for this far before an end of the window comes into view. */
const AHEAD_PX = 1_000
/** Where a row that was asked for is put, in the view. */
const JUMP_PART = 0.25
type Where = 'top' | 'quarter' | 'middle'

/** Where a row stood in the view, when that was scrolled to `at`. */
type Mark = { row: HTMLElement; key: string; top: number; at: number }

/**
 * Keeps what is read in its place. Following: the end stays in view. Reading: the row at the top of the view stays where
 * it is, whatever grows or shrinks. The browser's own anchoring is off, so that all browsers behave alike.
 */
export class ScrollKeeper {
  readonly #needs: KeeperNeeds
  #following = true
  #mark: Mark | null = null
  #lastTop = 0
  /** Where our own scrolling left the view: the event that it causes is not the reader's. */
  #ownTop = -1
  #jump: { selector: string; to: Where } | null = null
  /** Where the finger came down. */
  #touched = { x: 0, y: 0 }

  constructor(needs: KeeperNeeds) {
    this.#needs = needs
  }

  get following(): boolean {
    return this.#following
  }

  /** At the end, and on its way to nowhere else. */
  get stays(): boolean {
    return this.#following && this.#jump === null
  }

  /** Listens until the returned stop is called. */
  start(): () => void {
    const { view, content } = this.#needs
    const sizes = new ResizeObserver(() => this.settle())
    sizes.observe(view)
    sizes.observe(content)
    const stop = new AbortController()
    const { signal } = stop
    view.addEventListener('scroll', () => this.#scrolled(), { signal, passive: true })
    view.addEventListener('wheel', (event) => event.deltaY < 0 && this.#leaveEnd(), { signal, passive: true })
    view.addEventListener('touchstart', (event) => this.#touch(event, false), { signal, passive: true })
    view.addEventListener('touchmove', (event) => this.#touch(event, true), { signal, passive: true })
    view.addEventListener('keydown', (event) => upKeys.has(event.key) && this.#leaveEnd(), { signal })
    this.settle()
    return () => {
      stop.abort()
      sizes.disconnect()
    }
  }

  /** Before the log is drawn anew: where the reader is. */
  hold(): void {
    if (!this.#following && !this.#mark?.row.isConnected) this.#takeMark()
  }

  /** After the log was drawn anew, or anything changed its size: the reader is there again, in the same frame. */
  settle(): void {
    const { view } = this.#needs
    if (this.#jump !== null && this.#jumpTo(this.#jump)) this.#jump = null
    else if (this.#following) this.#scrollTo(view.scrollHeight)
    else this.#restore()
    // Where the view is going nobody knows before the row is drawn: what lies around the old place is not asked for.
    if (this.#jump === null) this.#lookAhead()
    this.#needs.moved(false)
  }

  /** The end of the log, now and from now on. */
  goToEnd(): void {
    this.#jump = null
    this.#mark = null
    this.#follow(true)
    this.settle()
  }

  /** Puts an element into view as soon as it is there, and reads from it. */
  goTo(selector: string, to: Where = 'quarter'): void {
    this.#jump = { selector, to }
    this.settle()
  }

  /** The rows stay where they are although something near them is about to grow. */
  stay(): void {
    this.#leaveEnd()
  }

  scrollBy(part: number): void {
    const { view } = this.#needs
    if (part < 0) this.#leaveEnd()
    view.scrollTop += part * view.clientHeight
  }

  #leaveEnd(): void {
    const { view } = this.#needs
    this.#jump = null
    if (!this.#following || view.scrollHeight <= view.clientHeight) return
    this.#follow(false)
    this.#takeMark()
  }

  #follow(on: boolean): void {
    this.#following = on
    if (on) this.#needs.setAnchor(null)
  }

  #touch(event: TouchEvent, moved: boolean): void {
    const { clientX: x = 0, clientY: y = 0 } = event.touches[0] ?? {}
    // A finger that rests, or swipes a message, has left nothing.
    if (!moved) this.#touched = { x, y }
    else if (wayOf(this.#touched, { x, y }) === 'down') this.#leaveEnd()
  }

  #scrolled(): void {
    const { view, timeline } = this.#needs
    const { scrollTop } = view
    const up = scrollTop < this.#lastTop - 0.5
    this.#lastTop = scrollTop
    if (Math.abs(scrollTop - this.#ownTop) < 1) return
    this.#ownTop = -1
    const distance = view.scrollHeight - view.clientHeight - scrollTop
    if (this.#following && distance > LEAVE_PX) this.#follow(false)
    else if (!this.#following && !up && distance <= RETURN_PX && atEnd(timeline())) this.#follow(true)
    if (!this.#following) this.#takeMark()
    this.#lookAhead()
    this.#needs.moved(true)
  }

  #scrollTo(top: number): void {
    const { view } = this.#needs
    if (Math.abs(view.scrollTop - top) < 0.5) return
    view.scrollTop = top
    this.#ownTop = view.scrollTop
    this.#lastTop = view.scrollTop
  }

  #restore(): void {
    const { view } = this.#needs
    const mark = this.#mark
    const row = mark?.row.isConnected ? mark.row : mark && this.#rowOf(mark.key)
    if (!mark || !row) {
      this.#takeMark()
      return
    }
    mark.row = row
    // Scrolled since, and the event is still to come: the reader has left the old place and is not taken back to it.
    mark.top -= this.#scrolledSince(mark)
    const moved = row.getBoundingClientRect().top - view.getBoundingClientRect().top - mark.top
    if (Math.abs(moved) >= 0.5) this.#scrollTo(view.scrollTop + moved)
    mark.at = view.scrollTop
  }

  /** A view that an end which came nearer has pushed was not scrolled by anybody. */
  #scrolledSince({ at }: Mark): number {
    const { scrollTop, scrollHeight, clientHeight } = this.#needs.view
    const isPushed = scrollTop < at && scrollHeight - clientHeight - scrollTop < 1
    return isPushed ? 0 : scrollTop - at
  }

  #rowOf(key: string): HTMLElement | null {
    return this.#needs.content.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  }

  /** The first row that is at least partly below the upper edge of the view. */
  #takeMark(): void {
    const { view, timeline, setAnchor } = this.#needs
    const top = view.getBoundingClientRect().top
    const row = this.#firstRowBelow(top)
    const key = row?.dataset['key']
    const at = view.scrollTop
    this.#mark = row && key !== undefined ? { row, key, top: row.getBoundingClientRect().top - top, at } : null
    const seq = Number(row?.dataset['seq'])
    setAnchor(seq > 0 ? seq : Math.max(1, timeline().to))
  }

  /** The first row that is in view. Who reads further up has it under the eye: it is looked for with each move. */
  firstRow(): HTMLElement | null {
    const mark = this.#following ? null : this.#mark
    return mark?.row.isConnected ? mark.row : this.#firstRowBelow(this.#needs.view.getBoundingClientRect().top)
  }

  #firstRowBelow(edge: number): HTMLElement | null {
    const rows = this.#needs.content.getElementsByClassName('row')
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      const bottom = rows.item(middle)?.getBoundingClientRect().bottom ?? 0
      if (bottom > edge) high = middle
      else low = middle + 1
    }
    const found = rows.item(low)
    return found instanceof HTMLElement ? found : null
  }

  #jumpTo({ selector, to }: { selector: string; to: Where }): boolean {
    const { view, content, timeline } = this.#needs
    const target = content.querySelector<HTMLElement>(selector)
    if (!target) return false
    this.#follow(false)
    const { top, height } = target.getBoundingClientRect()
    const free = Math.max(0, view.clientHeight - height)
    const quarter = Math.min(free, view.clientHeight * JUMP_PART)
    const above = { top: 0, quarter, middle: free / 2 }[to]
    this.#scrollTo(view.scrollTop + top - view.getBoundingClientRect().top - above)
    const distance = view.scrollHeight - view.clientHeight - view.scrollTop
    if (distance <= RETURN_PX && atEnd(timeline())) this.#follow(true)
    else this.#takeMark()
    return true
  }

  #lookAhead(): void {
    const { view, timeline, loadOlder, loadNewer } = this.#needs
    const now = timeline()
    if (!now.ready) return
    if (view.scrollTop < AHEAD_PX && !now.atStart) loadOlder()
    if (!atEnd(now) && view.scrollHeight - view.clientHeight - view.scrollTop < AHEAD_PX) loadNewer()
  }
}

const upKeys = new Set(['ArrowUp', 'PageUp', 'Home'])
