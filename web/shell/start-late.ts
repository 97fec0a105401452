import { effect } from '@preact/signals'
import { card } from '#web/store/connection.ts'
import { entering } from '#web/store/entering.ts'
import { refusal } from '#web/store/outgoing.ts'
import { askToEnter, offlineCopy, welcome } from '#web/store/session.ts'
import { loadAnew } from './load-anew.ts'

/** A page that is busy all the time gets its late parts after this. */
const LATE_MS = 3_000

/**
 * What the first message does not need comes when the browser has nothing else to do; who is still choosing a name is not
 * kept waiting for it. Before one is in, it comes for whoever was refused something: it says why. Returns its stop.
 */
export function startWhenIdle(): () => void {
  let cancel = () => {}
  let isAsked = false
  const stop = effect(() => {
    const isIn = (welcome.value ?? offlineCopy.value) !== null && !askToEnter.value && !entering.value
    if (isAsked || !(isIn || card.value || refusal.value)) return
    isAsked = true
    cancel = whenIdle(() => load())
  })
  return () => {
    stop()
    cancel()
  }
}

function whenIdle(run: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, LATE_MS / 10)
    return () => clearTimeout(timer)
  }
  const wish = requestIdleCallback(run, { timeout: LATE_MS })
  return () => cancelIdleCallback(wish)
}

/** Marks the page when it is whole, for whoever waits for that. */
function load(isAgain = false): void {
  const tell = () => {
    document.documentElement.dataset['whole'] = ''
  }
  const fail = () => {
    if (isAgain) loadAnew()
    setTimeout(load, LATE_MS, true)
  }
  import('./late-parts.ts').then(
    // What has begun once does not begin again: each part would listen twice.
    ({ startLateParts }) => startLateParts().then(tell),
    fail,
  )
}
