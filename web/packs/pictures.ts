import { type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { wantsCalm } from '#web/store/calm.ts'
import { isOnline } from '#web/store/is-online.ts'
import { fetchPicture } from './picture-source.ts'
import { stillOf } from './still-picture.ts'

/** Addresses of a picture; `still` of one that may move, made where motion is not wanted. */
type Addresses = { moving: string; still: string | null }
/** A picture that is shown, or was: `users` elements show it. Without any it may be let go of. */
type Held = {
  urls: Signal<Addresses | 'failed' | null>
  blob: Blob | null
  users: number
  tries: number
  asked: boolean
}

const MOST_HELD = 400
const MOST_TRIES = 5
const FIRST_RETRY_MS = 2_000

/** In the order in which they were last wanted. */
const held = new Map<string, Held>()

/** Addresses for an element that shows the picture; null while it is on its way, `failed` where it did not come, or is none. */
export function usePicture(id: string): Addresses | 'failed' | null {
  const one = hold(id)
  const calm = wantsCalm.value
  useEffect(() => {
    const mine = hold(id)
    mine.users++
    return () => void mine.users--
  }, [id])
  const isBack = isOnline.value
  useEffect(() => {
    if (isBack) askAgain(id)
  }, [id, isBack])
  // Motion may be refused while the picture is there already.
  useEffect(() => {
    if (calm && one.blob) void rest(one, one.blob)
  }, [calm, one])
  return one.urls.value
}

/** A picture that somebody does not want to move has its still form, if it needs one. */
async function rest(one: Held, blob: Blob): Promise<void> {
  one.blob = null
  const still = await stillOf(blob)
  const now = one.urls.peek()
  if (still && now && now !== 'failed') one.urls.value = { ...now, still: URL.createObjectURL(still) }
}

/** It did not come, or could not be read: it is asked for anew, because a person wants to, or because the line is back. */
export function askAgain(id: string): void {
  const one = held.get(id)
  if (one?.urls.peek() !== 'failed') return
  one.urls.value = null
  one.tries = 0
  ask(id, one)
}

/** Bytes came that are no picture. */
export function noPicture(id: string): void {
  const one = held.get(id)
  const made = one?.urls.peek()
  if (!one || !made || made === 'failed') return
  one.urls.value = 'failed'
  forget(made)
}

function forget({ moving, still }: Addresses): void {
  for (const url of [moving, still]) if (url) URL.revokeObjectURL(url)
}

const nothingYet = (): Held => ({
  urls: signal<Addresses | 'failed' | null>(null),
  blob: null,
  users: 0,
  tries: 0,
  asked: false,
})

function hold(id: string): Held {
  const one = held.get(id) ?? nothingYet()
  held.delete(id)
  held.set(id, one)
  if (!one.asked) ask(id, one)
  if (held.size > MOST_HELD) letGo()
  return one
}

function ask(id: string, one: Held): void {
  one.asked = true
  fetchPicture(id).then(
    async (blob) => {
      // It does not move first, and rest then.
      const still = wantsCalm.peek() ? await stillOf(blob) : null
      one.blob = wantsCalm.peek() ? null : blob
      one.urls.value = { moving: URL.createObjectURL(blob), still: still && URL.createObjectURL(still) }
    },
    () => {
      // Nothing came: again in a while, as long as somebody looks. Once may be chance, and is not shown.
      if (one.tries > 0) one.urls.value = 'failed'
      if (one.tries++ >= MOST_TRIES) return
      setTimeout(
        () => {
          if (one.users > 0) ask(id, one)
          else one.asked = false
        },
        FIRST_RETRY_MS * 2 ** (one.tries - 1),
      )
    },
  )
}

function letGo(): void {
  for (const [id, { users, urls }] of held) {
    if (held.size <= MOST_HELD) return
    const made = urls.peek()
    if (users > 0 || made === null) continue
    held.delete(id)
    if (made !== 'failed') forget(made)
  }
}
