import { useEffect, useState } from 'preact/hooks'
import { wantsCalm } from '#web/store/calm.ts'

/** What a picture plays with: the cell, the suggestion or the message that it is in, whatever of it is pointed at or has the focus. */
const AROUND = 'button, [role="option"], .row'

/** Whether a picture may move: always, or where motion is not wanted only while it is pointed at or focused. */
export function useMoving(ref: { current: HTMLElement | null }, rests: boolean): boolean {
  const [wanted, setWanted] = useState(false)
  const listens = rests && wantsCalm.value
  useEffect(() => {
    const around = listens ? (ref.current?.closest<HTMLElement>(AROUND) ?? ref.current) : null
    if (!around) return
    const stop = new AbortController()
    const { signal } = stop
    const [begin, end] = [() => setWanted(true), () => setWanted(around.matches(':focus-within'))]
    for (const name of ['pointerenter', 'focusin']) around.addEventListener(name, begin, { signal })
    for (const name of ['pointerleave', 'focusout']) around.addEventListener(name, end, { signal })
    return () => {
      stop.abort()
      setWanted(false)
    }
  }, [listens])
  return !wantsCalm.value || !rests || wanted
}
