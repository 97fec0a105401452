import type { CDPSession } from 'playwright-core'
import { bringGuest } from '#tests/kit/guest.ts'
import { cornered, jpegPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import { during, type Load } from './load.ts'
import { scrollUp } from './scroll-up.ts'
import type { Watched } from './watch.ts'

export const PICTURES = 50
const SIZES = [
  [1_600, 1_200],
  [1_200, 1_600],
  [1_920, 1_080],
  [900, 900],
] as const
const MOST_GESTURES = 4

export type Scrolled = Watched & Load & { thumbs: number; wholes: number; bytes: number }

/** A room in which 50 pictures were sent, a word or two between them. */
export async function fillPictures(at: { url: string; socketUrl: string }, room: string): Promise<void> {
  const guests = [
    await bringGuest(at, { name: 'Photographer', look: 31, room }),
    await bringGuest(at, { name: 'Painter', look: 500, room }),
  ]
  const drawn = await Promise.all(
    SIZES.map(([width, height]) => jpegPicture({ width, height, draw: cornered(width, height) })),
  )
  for (let n = 0; n < PICTURES; n++) {
    const guest = guests[n % guests.length]
    const bytes = drawn[n % drawn.length]
    if (!guest || !bytes) continue
    await sendFiles(at.url, guest, [{ name: `picture-${n}.jpg`, bytes, alt: `picture ${n}` }], n % 3 ? '' : '看这张')
    await guest.says(`what I saw on my way, number ${n}`)
  }
  for (const guest of guests) guest.leaves()
}

/** Scrolls through it from the end to the beginning, and notes which files were asked for. */
export async function scrollPictures(visitor: Visitor, devtools: CDPSession): Promise<Scrolled> {
  const asked = { thumbs: 0, wholes: 0, bytes: 0 }
  visitor.page.on('response', (response) => {
    const [, thumb] = /\/api\/files\/[^/]+(\/thumb)?$/.exec(new URL(response.url()).pathname) ?? [null]
    if (thumb === null) return
    asked[thumb ? 'thumbs' : 'wholes']++
    asked.bytes += Number(response.headers()['content-length'] ?? 0)
  })
  const isAtStart = () => visitor.log.evaluate((view) => view.scrollTop <= 0)
  const seen = await during(visitor, devtools, async () => {
    for (let gesture = 0; gesture < MOST_GESTURES && !(await isAtStart()); gesture++) await scrollUp(visitor, devtools)
  })
  if (!(await isAtStart())) throw new Error('the beginning of the room was not reached')
  return { ...seen, ...asked }
}
