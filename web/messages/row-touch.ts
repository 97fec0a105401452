import { EDGE_PX, resisted } from '#web/kit/finger.ts'
import { SLOP_PX, wayOf } from '#web/kit/finger-way.ts'
import { loadLateStyles } from '#web/kit/late-styles.ts'
import { wantsCalm } from '#web/store/calm.ts'
import { askToEnter, entered } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { startReply } from '#web/store/writing-target.ts'
import { shownRows } from './log-view.ts'
import { openOverlay, prepareOverlays } from './overlays.ts'
import { bubbleBox } from './row-element.ts'
import type { Row } from './rows.ts'

/** A finger that rests for so long opens the menu. */
const LONG_MS = 450
/** Swiped this far, the message is answered; farther it follows against a resistance. */
const REPLY_PX = 56
const MORE_PX = 28
const BACK_MS = 180

type Touch = {
  element: HTMLElement
  row: Row
  x: number
  y: number
  timer: ReturnType<typeof setTimeout>
  swiping: boolean
  /** It began on something that scrolls sideways by itself. */
  slides: boolean
}

/** Fingers on messages, until `signal` stops it: resting opens the menu, swiping to the right answers. */
export function startRowTouch(view: HTMLElement, signal: AbortSignal): void {
  // Without them it follows unseen.
  loadLateStyles().catch(() => undefined)
  const touches = new RowTouch()
  // What goes across is the messages' own, not the browser's.
  view.style.touchAction = 'pan-y pinch-zoom'
  view.addEventListener('pointerdown', (event) => touches.down(event), { signal })
  view.addEventListener('pointermove', (event) => touches.move(event), { signal })
  view.addEventListener('pointerup', () => touches.up(), { signal })
  view.addEventListener('pointercancel', () => touches.cancel(), { signal })
  view.addEventListener('contextmenu', (event) => touches.isHolding && event.preventDefault(), { signal })
  // A finger that goes up early would press what the sheet has just put under it.
  view.addEventListener('touchend', (event) => touches.hasOpened && event.preventDefault(), { signal, passive: false })
  signal.addEventListener('abort', () => touches.cancel())
}

class RowTouch {
  #touch: Touch | null = null
  #held = false

  /** A finger rests on a message, or has just opened its menu: the system's own menu stays away. */
  get isHolding(): boolean {
    return this.#touch !== null || this.#held
  }

  /** It has opened the menu, and is still down. */
  get hasOpened(): boolean {
    return this.#held
  }

  down(event: PointerEvent): void {
    this.cancel()
    this.#held = false
    const { target, pointerType, clientX: x, clientY: y } = event
    if (pointerType !== 'touch' || !event.isPrimary || !(target instanceof Element)) return
    // Links have a meaning of their own for a finger that rests; smaller buttons are there to be pressed, and sliders to be moved.
    if (target.closest('a, button:not(.quote), input')) return
    const element = target.closest<HTMLElement>('.row')
    const row = element && shownRows.peek().get(element.dataset['key'] ?? '')
    if (!element || !row) return
    prepareOverlays()
    const timer = setTimeout(() => this.#open(), LONG_MS)
    const sheet = target.closest('pre')
    const slides = sheet !== null && sheet.scrollWidth > sheet.clientWidth
    this.#touch = { element, row, x, y, timer, swiping: false, slides }
  }

  move({ clientX, clientY }: PointerEvent): void {
    const touch = this.#touch
    if (!touch) return
    const mirrored = getComputedStyle(touch.element).direction === 'rtl'
    const way = touch.swiping ? null : wayOf(touch, { x: clientX, y: clientY })
    if (!touch.swiping && way === null) return
    const fits = way === (mirrored ? 'left' : 'right') && touch.x >= EDGE_PX && !touch.slides && touch.row.line
    if (!touch.swiping && !fits) {
      this.cancel()
      return
    }
    clearTimeout(touch.timer)
    touch.swiping = true
    pull(touch.element, (clientX - touch.x) * (mirrored ? -1 : 1) - SLOP_PX)
  }

  up(): void {
    const touch = this.#touch
    const answers = touch?.element.classList.contains('row-armed') ?? false
    this.cancel()
    if (!touch || !answers) return
    const line = shownRows.peek().get(touch.row.key)?.line
    if (!entered.peek()) askToEnter.value = true
    else if (line) {
      startReply(line)
      focusComposer.run()
    }
  }

  cancel(): void {
    const touch = this.#touch
    if (!touch) return
    this.#touch = null
    clearTimeout(touch.timer)
    if (touch.swiping) release(touch.element)
  }

  #open(): void {
    const touch = this.#touch
    this.cancel()
    if (!touch) return
    this.#held = true
    tick()
    openOverlay({ kind: 'menu', row: touch.row.key, at: bubbleBox(touch.element), by: 'touch' })
  }
}

/** The message follows the finger, and its mark says whether letting go answers. Who wants calm sees the mark alone. */
function pull(element: HTMLElement, px: number): void {
  const isArmed = px >= REPLY_PX
  if (isArmed && !element.classList.contains('row-armed')) tick()
  const shift = wantsCalm.peek() ? 0 : resisted(px, { free: REPLY_PX, more: MORE_PX })
  element.style.setProperty('--swipe', `${shift}px`)
  element.style.setProperty('--pulled', `${Math.max(0, Math.min(1, px / REPLY_PX))}`)
  element.classList.add('row-swiped')
  element.classList.toggle('row-armed', isArmed)
}

/** It goes back to its place. */
function release(element: HTMLElement): void {
  const { transform } = getComputedStyle(element)
  element.classList.remove('row-swiped', 'row-armed')
  element.style.removeProperty('--swipe')
  element.style.removeProperty('--pulled')
  if (transform === 'none' || wantsCalm.peek()) return
  element.animate({ transform: [transform, 'none'] }, { duration: BACK_MS, easing: 'cubic-bezier(.2,.8,.2,1)' })
}

/** A short tick for the finger, where the device has one. */
function tick(): void {
  if (!wantsCalm.peek()) navigator.vibrate?.(10)
}
