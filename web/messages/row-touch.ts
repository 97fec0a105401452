import { askToEnter, entered } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { startReply } from '#web/store/writing-target.ts'
import { shownRows } from './log-view.ts'
import { openOverlay, prepareOverlays } from './overlays.ts'
import { bubbleBox } from './row-element.ts'
import type { Row } from './rows.ts'

/** A finger that rests for so long opens the menu. */
const LONG_MS = 450
/** A finger that moves farther than this is on its way somewhere. */
const SLOP_PX = 10
/** Swiped this far, the message is answered. */
const REPLY_PX = 56
const MOST_PX = 80
/** The system's own "back" begins at the edge. */
const EDGE_PX = 24

type Touch = {
  element: HTMLElement
  row: Row
  x: number
  y: number
  timer: ReturnType<typeof setTimeout>
  swiping: boolean
}

/** Fingers on messages, until `signal` stops it: resting opens the menu, swiping to the right answers. */
export function startRowTouch(view: HTMLElement, signal: AbortSignal): void {
  const touches = new RowTouch()
  view.addEventListener('pointerdown', (event) => touches.down(event), { signal })
  view.addEventListener('pointermove', (event) => touches.move(event), { signal })
  view.addEventListener('pointerup', () => touches.up(), { signal })
  view.addEventListener('pointercancel', () => touches.cancel(), { signal })
  view.addEventListener('scroll', () => touches.cancel(), { signal, passive: true })
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
    // Links have a meaning of their own for a finger that rests, and the smaller buttons are there to be pressed.
    if (target.closest('a, button:not(.quote)')) return
    const element = target.closest<HTMLElement>('.row')
    const row = element && shownRows.peek().get(element.dataset['key'] ?? '')
    if (!element || !row) return
    prepareOverlays()
    const timer = setTimeout(() => this.#open(), LONG_MS)
    this.#touch = { element, row, x, y, timer, swiping: false }
  }

  move({ clientX, clientY }: PointerEvent): void {
    const touch = this.#touch
    if (!touch) return
    const across = (clientX - touch.x) * (getComputedStyle(touch.element).direction === 'rtl' ? -1 : 1)
    const along = Math.abs(clientY - touch.y)
    if (!touch.swiping && Math.max(Math.abs(across), along) < SLOP_PX) return
    if (!touch.swiping && (along > across || touch.x < EDGE_PX || !touch.row.line)) {
      this.cancel()
      return
    }
    clearTimeout(touch.timer)
    touch.swiping = true
    const shift = Math.max(0, Math.min(MOST_PX, across - SLOP_PX))
    touch.element.style.setProperty('--swipe', `${shift}px`)
    touch.element.classList.add('row-swiped')
    touch.element.classList.toggle('row-armed', shift >= REPLY_PX)
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
    touch.element.classList.remove('row-swiped', 'row-armed')
    touch.element.style.removeProperty('--swipe')
  }

  #open(): void {
    const touch = this.#touch
    this.cancel()
    if (!touch) return
    this.#held = true
    // A short tick for the finger, where the device has one.
    navigator.vibrate?.(10)
    openOverlay({ kind: 'menu', row: touch.row.key, at: bubbleBox(touch.element), by: 'touch' })
  }
}
