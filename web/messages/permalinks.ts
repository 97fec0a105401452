import { effect, untracked } from '@preact/signals'
import { following, timeline } from '#web/store/timeline-store.ts'
import { jumpTo } from './jump.ts'
import { placeInView } from './log-view.ts'

/** The number in the address of a message, `/r/name#812`; null where an address names none. */
export function messageOf(hash: string): number | null {
  const seq = Number(/^#([1-9]\d{0,14})$/.exec(hash)?.[1])
  return seq > 0 ? seq : null
}

/** Opens the room at the message that the address names, and follows links to messages of this room inside the page. */
export function startPermalinks(view: HTMLElement): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let isThere = false
  const go = async (from: number | null) => {
    const seq = messageOf(location.hash)
    if (seq === null) return
    await jumpTo(seq, { from, focus: true })
    isThere = true
  }
  window.addEventListener('hashchange', () => void go(placeInView()), { signal })
  view.addEventListener('click', followInside, { signal })
  const stops = [
    untilReady(() => void go(null)),
    // Who is at the end again has left the message, and would not want to be back there after a reload.
    effect(() => {
      if (!following.value || !isThere) return
      isThere = false
      history.replaceState(history.state, '', location.pathname + location.search)
    }),
    () => stop.abort(),
  ]
  return () => {
    for (const one of stops) one()
  }
}

/** Runs `run` once, when the log is there. */
function untilReady(run: () => void): () => void {
  let isDone = false
  return effect(() => {
    if (isDone || !timeline.value.ready) return
    isDone = true
    untracked(run)
  })
}

/** A plain press on a link to a message of this room goes there, instead of opening the room once more. */
function followInside(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const seq = messageOf(link.hash)
  if (seq === null || link.origin !== location.origin || link.pathname !== location.pathname) return
  event.preventDefault()
  const from = Number(link.closest<HTMLElement>('.row')?.dataset['seq'])
  void jumpTo(seq, { from: from > 0 ? from : placeInView(), focus: true })
}
