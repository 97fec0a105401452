import { heedDialog } from '#web/kit/Dialog.tsx'
import { EDGE_PX, goesOn, Trail } from '#web/kit/finger.ts'
import { type Spot, type Way, wayOf } from '#web/kit/finger-way.ts'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { narrow } from '#web/kit/media.ts'
import { wantsCalm } from '#web/store/calm.ts'
import { sheetOpen } from './layout.ts'

const OUT_MS = 160
/** What comes from below on a phone, and has another place elsewhere (styles/phone-dialogs.css). */
const FROM_BELOW = '.dialog-plain, .dialog-tall, .dialog-card, .dialog-emoji'

/**
 * Fingers on sheets: one from below goes down, that of people goes back to the left, and comes when a finger moves in from the edge
 * (client.md 2). It follows the finger, and a change of mind; where what is under the finger scrolls that way itself, it stays.
 * Returns its stop.
 */
export function startSheetTouch(): () => void {
  const stop = new AbortController()
  loadLateStyles().catch(() => undefined)
  heedDialog.current = drawable
  // Nothing of the page scrolls across but what says so itself: a finger that does is told of without holding the browser up.
  document.documentElement.style.touchAction = 'pan-y pinch-zoom'
  const fromEdge = (target: Element, { x }: Spot) =>
    narrow.peek() && x < EDGE_PX && !document.querySelector('dialog[open]')
      ? { sheet: null, goes: 'left' as const, target }
      : null
  listen(document, fromEdge, { signal: stop.signal, passive: true })
  return () => {
    heedDialog.current = null
    document.documentElement.style.touchAction = ''
    stop.abort()
  }
}

/** The browser must not scroll with a finger that draws a sheet: it asks first, for what begins on one. */
function drawable(dialog: HTMLElement): void {
  const onSheet = (target: Element) => {
    const goes = wayOut(dialog)
    // A text has its caret to be moved, and a slider itself; and a sheet over this one is none of its parts.
    const isFree = target.closest('dialog') === dialog && !target.closest('input, textarea')
    return goes && isFree ? { sheet: dialog, goes, target } : null
  }
  if (wayOut(dialog)) listen(dialog, onSheet, { passive: false })
}

type Options = { signal?: AbortSignal; passive: boolean }

function listen(place: EventTarget, take: (target: Element, at: Spot) => Hold | null, options: Options): void {
  let held: Held | null = null
  const start = (event: TouchEvent) => {
    held?.letGo(false)
    const at = spotOf(event)
    const hold = at && event.touches.length === 1 && event.target instanceof Element && take(event.target, at)
    held = at && hold ? new Held(at, hold) : null
  }
  const move = (event: TouchEvent) => {
    const at = spotOf(event)
    if (!held || !at) return
    if (held.move(at, options.passive || event.cancelable)) prevent(event)
    else if (held.isOver) held = null
  }
  const end = (event: TouchEvent) => {
    // A finger that has drawn something presses nothing.
    if (held?.isDrawn) prevent(event)
    held?.letGo(event.type === 'touchend')
    held = null
  }
  const prevent = (event: TouchEvent) => !options.passive && event.cancelable && event.preventDefault()
  const hear = (type: string, run: (event: TouchEvent) => void) =>
    place.addEventListener(type, (event) => event instanceof TouchEvent && run(event), options)
  hear('touchstart', start)
  hear('touchmove', move)
  hear('touchend', end)
  hear('touchcancel', end)
}

function spotOf({ touches: [touch], timeStamp: ms }: TouchEvent): Spot | null {
  return touch ? { x: touch.clientX, y: touch.clientY, ms } : null
}

/** Which way a sheet leaves; null: it is none. */
function wayOut(dialog: Element): 'left' | 'down' | null {
  if (dialog.matches('.dialog-sheet')) return 'left'
  const isBottom = dialog.matches('.dialog-bottom') || (narrow.peek() && dialog.matches(FROM_BELOW))
  return isBottom ? 'down' : null
}

/** `sheet` is null for one that is still to come in; it `goes` that way when it is closed. */
type Hold = { sheet: HTMLElement | null; goes: 'left' | 'down'; target: Element }

/** One finger, from the moment it comes down. */
class Held {
  readonly #from: Spot
  readonly #hold: Hold
  readonly #comes: boolean
  readonly #trail = new Trail()
  #at: Spot
  #drawn = false
  #over = false
  #frame = 0

  constructor(from: Spot, hold: Hold) {
    this.#from = from
    this.#at = from
    this.#hold = hold
    this.#comes = hold.sheet === null
    this.#trail.add(from)
  }

  get isDrawn(): boolean {
    return this.#drawn
  }

  /** The finger was on its way somewhere else. */
  get isOver(): boolean {
    return this.#over
  }

  /** Whether it draws. `mayDraw`: nothing else has begun with this finger. */
  move(at: Spot, mayDraw: boolean): boolean {
    this.#at = at
    this.#trail.add(at)
    if (!this.#drawn) {
      const way = wayOf(this.#from, at)
      if (way === null) return false
      this.#over = way !== this.#way || !mayDraw || this.#scrolls()
      if (this.#over) return false
      this.#drawn = true
      if (this.#comes) sheetOpen.value = true
    }
    this.#draw()
    return true
  }

  /** `wanted`: the person has lifted the finger; else it was taken away, and everything is as before. */
  letGo(wanted: boolean): void {
    if (!this.#drawn) return
    this.#over = true
    const sheet = this.#sheet()
    const speed = this.#trail.speed(this.#way, performance.now())
    const goes = wanted && goesOn({ moved: this.#moved(), size: this.#size(), speed })
    const closes = goes !== this.#comes
    if (!sheet) sheetOpen.value = !closes && this.#comes
    else if (closes) leave(sheet, this.#hold.goes)
    else rest(sheet)
  }

  get #way(): Way {
    return this.#comes ? 'right' : this.#hold.goes
  }

  /** The sheet that comes is there a moment later. */
  #sheet(): HTMLElement | null {
    return this.#hold.sheet ?? document.querySelector<HTMLElement>('dialog.dialog-sheet[open]')
  }

  #size(): number {
    const sheet = this.#sheet()
    if (!sheet) return window.innerWidth
    return this.#hold.goes === 'down' ? sheet.offsetHeight : sheet.offsetWidth
  }

  /** How far the finger has come on its way. One that draws a sheet in holds its edge. */
  #moved(): number {
    if (this.#comes) return this.#at.x
    return this.#hold.goes === 'down' ? this.#at.y - this.#from.y : this.#from.x - this.#at.x
  }

  #draw(): void {
    const sheet = this.#sheet()
    if (!sheet) {
      this.#awaitSheet()
      return
    }
    const size = this.#size()
    const gone = Math.max(0, Math.min(size, this.#comes ? size - this.#moved() : this.#moved()))
    sheet.classList.add('dialog-drawn')
    sheet.style.setProperty('--drawn', `${1 - gone / size}`)
    sheet.style.transform = this.#hold.goes === 'down' ? `translateY(${gone}px)` : `translateX(${-gone}px)`
  }

  /** The finger may rest when it comes. */
  #awaitSheet(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => !this.#over && this.#draw())
  }

  /** What is under the finger can be scrolled that way itself. */
  #scrolls(): boolean {
    const { sheet, goes, target } = this.#hold
    if (!sheet) return false
    for (let at: Element | null = target; at && sheet.contains(at); at = at.parentElement) {
      if (goes === 'down' ? at.scrollTop > 0 : at.scrollWidth > at.clientWidth + 1 && slides(at)) return true
    }
    return false
  }
}

const slides = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX)

/** Back to where it stood; its own transition takes it there. */
function rest(sheet: HTMLElement): void {
  sheet.classList.remove('dialog-drawn', 'dialog-leaves')
  sheet.style.removeProperty('--drawn')
  sheet.style.transform = ''
}

/** The rest of the way, then it is closed as by Esc. */
function leave(sheet: HTMLElement, way: 'left' | 'down'): void {
  const to = way === 'down' ? 'translateY(100%)' : 'translateX(-100%)'
  const motion = sheet.animate(
    { transform: to },
    { duration: wantsCalm.peek() ? 1 : OUT_MS, easing: 'ease-out', fill: 'forwards' },
  )
  sheet.classList.add('dialog-leaves')
  sheet.style.setProperty('--drawn', '0')
  const close = () => {
    sheet.dispatchEvent(new Event('cancel', { cancelable: true }))
    // Whoever owns it may have had a reason to keep it.
    requestAnimationFrame(() => {
      motion.cancel()
      rest(sheet)
    })
  }
  motion.finished.then(close, close)
}
