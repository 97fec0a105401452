import { useEffect, useState } from 'preact/hooks'

/** Some browsers do not say that what was held went away, as by Esc: no word for so long means it did (web/uploads/drop.ts). */
const SILENT_MS = 700

/** Whether files are held over an element that says so at each `dragover`, and when they left it. */
export function useHeld(): { held: boolean; over: () => void; away: () => void } {
  const [overMs, setOverMs] = useState(0)
  useEffect(() => {
    if (overMs === 0) return
    const timer = setTimeout(() => setOverMs(0), SILENT_MS)
    return () => clearTimeout(timer)
  }, [overMs])
  return { held: overMs > 0, over: () => setOverMs(performance.now()), away: () => setOverMs(0) }
}
