import { type ReadonlySignal, signal } from '@preact/signals'
import { heedMoves } from './log-view.ts'

const FLOAT_MS = 1_200
const NEAR_PX = 60
/** At its upper end the log says by itself which day it is, below what else stands there. */
const TOP_PX = 140

const floating = signal<number | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined
let untilMs = 0

/** The time of the topmost message while the reader scrolls, else null. */
export const floatingDay: ReadonlySignal<number | null> = floating

/** Follows the moves of the reader. Returns its stop. */
export function startFloatingDay(): () => void {
  heedMoves.current = look
  return () => {
    heedMoves.current = null
    clearTimeout(timer)
    end()
  }
}

function look(view: HTMLElement, row: HTMLElement | null): void {
  const time = Number(row?.dataset['at'])
  floating.value = time > 0 && view.scrollTop > TOP_PX && !isDayLineNear(view) ? time : null
  untilMs = performance.now() + FLOAT_MS
  if (timer === undefined) timer = setTimeout(rest, FLOAT_MS)
}

/** One timer for all the moves of a gesture: to set another one with each is dear. */
function rest(): void {
  const restMs = untilMs - performance.now()
  if (restMs > 0) timer = setTimeout(rest, restMs)
  else end()
}

function end(): void {
  timer = undefined
  floating.value = null
}

function isDayLineNear(view: HTMLElement): boolean {
  const { top } = view.getBoundingClientRect()
  for (const line of view.getElementsByClassName('day-line')) {
    const { bottom } = line.getBoundingClientRect()
    if (bottom > top && bottom < top + NEAR_PX) return true
  }
  return false
}
