import { effect } from '@preact/signals'
import { entered } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** Who only looks takes nothing along: no worker, no copy, no question. */
export function startPush(): void {
  let begun = false
  effect(() => {
    if (begun || !entered.value || !timeline.value.ready) return
    begun = true
    void import('./start.ts').then(({ start }) => start(), ignore)
  })
}

// The page can do without.
const ignore = () => undefined
