import { sessionToken } from '#web/store/begin-session.ts'
import { addressOf } from '../file-address.ts'
import type { Shown } from '../viewing.ts'

/** A neighbour of more bytes is asked for when one goes there. */
const MOST_BYTES = 8_000_000

/** Brings the pictures beside the one that is looked at. Returns its stop. */
export function preload(beside: readonly (Shown | undefined)[]): () => void {
  if (sessionToken() !== undefined) return () => undefined
  const coming = beside.flatMap((one) => {
    if (one?.file.kind !== 'picture' || one.file.bytes > MOST_BYTES) return []
    const image = new Image()
    image.src = addressOf(one.file.id, 'whole')
    return [image]
  })
  return () => {
    for (const image of coming) if (!image.complete) image.src = ''
  }
}
