import { useEffect, useState } from 'preact/hooks'

/** What is near the view is made ready this far before. */
const AHEAD_PX = 400

/** Whether an element has come near the view; it stays so. */
export function useNear(ref: { current: Element | null }): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (near || !ref.current) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: `${AHEAD_PX}px`,
    })
    watcher.observe(ref.current)
    return () => watcher.disconnect()
  }, [near])
  return near
}
