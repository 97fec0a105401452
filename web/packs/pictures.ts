import { type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { fetchPicture } from './picture-source.ts'

/** A picture that is shown, or was: `users` elements show it. Without any it may be let go of. */
type Held = { url: Signal<string | null>; users: number; tries: number; asked: boolean }

const MOST_HELD = 400
const MOST_TRIES = 5
const FIRST_RETRY_MS = 2_000

/** In the order in which they were last wanted. */
const held = new Map<string, Held>()

/** An address for an element that shows the picture; null while it is on its way. */
export function usePicture(id: string): string | null {
  const one = hold(id)
  useEffect(() => {
    const mine = hold(id)
    mine.users++
    return () => void mine.users--
  }, [id])
  return one.url.value
}

function hold(id: string): Held {
  const one = held.get(id) ?? { url: signal<string | null>(null), users: 0, tries: 0, asked: false }
  held.delete(id)
  held.set(id, one)
  if (!one.asked) ask(id, one)
  if (held.size > MOST_HELD) letGo()
  return one
}

function ask(id: string, one: Held): void {
  one.asked = true
  fetchPicture(id).then(
    (blob) => {
      one.url.value = URL.createObjectURL(blob)
    },
    () => {
      // Nothing came: again in a while, as long as somebody looks.
      setTimeout(
        () => {
          one.asked = false
          if (one.users > 0 && one.tries++ < MOST_TRIES) ask(id, one)
        },
        FIRST_RETRY_MS * 2 ** one.tries,
      )
    },
  )
}

function letGo(): void {
  for (const [id, { users, url }] of held) {
    if (held.size <= MOST_HELD) return
    if (users > 0 || url.peek() === null) continue
    held.delete(id)
    URL.revokeObjectURL(url.peek() ?? '')
  }
}
