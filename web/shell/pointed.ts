/** Keys that come with another one, or with a press. */
const silent: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/**
 * Says on the page whether a pointer or a finger was used last (web/styles/pointed.css). Where a script moves the focus the browser draws a
 * ring if the text field had it before: who opened a sheet with a finger would see its first button ringed. Returns its stop.
 */
export function startPointed(): () => void {
  const stop = new AbortController()
  const options = { capture: true, passive: true, signal: stop.signal }
  const { dataset } = document.documentElement
  const points = () => {
    dataset['pointed'] = ''
  }
  const types = ({ key }: KeyboardEvent) => {
    if (!silent.has(key)) delete dataset['pointed']
  }
  window.addEventListener('pointerdown', points, options)
  window.addEventListener('keydown', types, options)
  return () => {
    stop.abort()
    delete dataset['pointed']
  }
}
