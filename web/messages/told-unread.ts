import { effect, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type Unread, unread } from '#web/store/unread.ts'

/** Nobody reads a number that changes more often, and each change is laid out and painted over the log. */
const TELL_MS = 250

/** Nothing but more of what is told already. */
const isMore = (told: Unread, next: Unread): boolean =>
  told.below + told.sinceLine > 0 &&
  told.lineAt === next.lineAt &&
  told.lineSeen === next.lineSeen &&
  told.firstBelow === next.firstBelow &&
  told.below <= next.below &&
  told.sinceLine <= next.sinceLine

/** What is unread, as the pills tell it: what is new at once, how many more some times a second. */
export function useToldUnread(): Unread {
  const told = useSignal(unread.peek())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let toldMs = 0
    const tell = () => {
      clearTimeout(timer)
      timer = undefined
      toldMs = performance.now()
      told.value = unread.peek()
    }
    const stop = effect(() => {
      const next = unread.value
      const restMs = isMore(told.peek(), next) ? toldMs + TELL_MS - performance.now() : 0
      if (restMs <= 0) tell()
      else timer ??= setTimeout(tell, restMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
  return told.value
}
