/** Keys that come with another one, or with a press. */
const silent: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/**
 * Marks what has the focus while a pointer or a finger was used last (web/styles/pointed.css). Where a script moves the focus the browser
 * draws a ring if the text field had it before: who opened a sheet with a finger would see its first button ringed. The mark stands on
 * that one element: said on the page as a whole, the first press after a key asked for the styles of every row anew. Returns its stop.
 */
export function startPointed(): () => void {
  const stop = new AbortController()
  const options = { capture: true, passive: true, signal: stop.signal }
  let pointed = false
  let marked: HTMLElement | null = null
  const mark = (target: EventTarget | null) => {
    if (marked === target) return
    marked?.removeAttribute('data-pointed')
    marked = target instanceof HTMLElement ? target : null
    marked?.setAttribute('data-pointed', '')
  }
  const points = () => {
    pointed = true
    mark(document.activeElement)
  }
  const types = ({ key }: KeyboardEvent) => {
    if (silent.has(key)) return
    pointed = false
    mark(null)
  }
  window.addEventListener('pointerdown', points, options)
  window.addEventListener('keydown', types, options)
  window.addEventListener('focusin', ({ target }) => pointed && mark(target), options)
  return () => {
    stop.abort()
    mark(null)
  }
}
