/**
 * Where the keyboard covers the page instead of shrinking it (iOS), tells the style sheet how much is seen. Returns its
 * stop.
 */
export function startViewport(): () => void {
  const view = window.visualViewport
  if (!view) return () => undefined
  const root = document.documentElement
  const measure = () => {
    const covered = view.scale === 1 && view.height < window.innerHeight - 1
    if (covered) root.style.setProperty('--page-height', `${view.height}px`)
    else root.style.removeProperty('--page-height')
  }
  view.addEventListener('resize', measure)
  return () => view.removeEventListener('resize', measure)
}
