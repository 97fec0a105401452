import { useEffect } from 'preact/hooks'
import type { Panel } from './panel-state.ts'

/** So long a finger holds something to look at it. */
const HOLD_MS = 450

type Closer = { press(event: PointerEvent, cell: number | null): void; takesClick(): boolean }

/** A picture that is held, by a finger or with Shift, is shown large until it is let go of; letting go picks nothing. */
export function createCloser({ cells, large }: Panel): Closer {
  let looked = false
  const show = (cell: number) => {
    const shown = cells.peek()[cell]
    if (shown?.kind !== 'picture') return
    looked = true
    large.value = shown
  }
  return {
    press(event, cell) {
      looked = false
      if (cell === null || event.button !== 0) return
      if (event.shiftKey) show(cell)
      const timer = setTimeout(() => show(cell), HOLD_MS)
      const ended = new AbortController()
      const end = () => {
        clearTimeout(timer)
        ended.abort()
        large.value = null
      }
      for (const name of ['pointerup', 'pointercancel', 'scroll'] as const)
        window.addEventListener(name, end, { capture: true, signal: ended.signal })
    },
    takesClick() {
      const took = looked
      looked = false
      return took
    },
  }
}

/** With Shift held, Enter shows what has the focus large, until a key is let go of. */
export function useKeyCloser({ cells, active, large }: Panel): void {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const shown = cells.peek()[active.peek().cell]
      const isOnCell = event.target instanceof Element && event.target.closest('[data-cell]') !== null
      if (!event.shiftKey || event.key !== 'Enter' || !isOnCell || shown?.kind !== 'picture') return
      event.preventDefault()
      event.stopPropagation()
      large.value = shown
    }
    const up = () => {
      large.value = null
    }
    window.addEventListener('keydown', down, true)
    window.addEventListener('keyup', up, true)
    return () => {
      window.removeEventListener('keydown', down, true)
      window.removeEventListener('keyup', up, true)
    }
  }, [])
}
