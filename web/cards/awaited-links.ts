import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type BodyLink, linksOf } from '#protocol/card-links.ts'
import { roomInfo, serverNow, welcome } from '#web/store/session.ts'

/** Said so lately, a message may still get its cards; after as long on the page it is not waited for any more. */
const AWAITED_MS = 5_000

export type Awaited = { links: readonly BodyLink[]; isOver: boolean }
type Said = { body: string; at: number; state: 'stored' | 'waiting' | 'failed'; sent: boolean }

const none: Awaited = { links: [], isOver: true }

/**
 * The links of a message that was said, or edited, while one looks: their cards get their places before they come, and whatever
 * comes of them these places stay, so that nothing moves under who reads. At the next load only cards have a place.
 */
export function useAwaitedLinks({ body, at, state, sent }: Said): Awaited {
  const shows = welcome.value?.cards === true && roomInfo.value?.cards === true
  const [isOver, setOver] = useState(false)
  const first = useRef(body)
  const isNew = useRef((sent ? serverNow() - at < AWAITED_MS : state === 'waiting') && shows)
  if (first.current !== body) isNew.current = shows
  const isAwaited = isNew.current && state !== 'failed'
  useEffect(() => {
    if (!isAwaited) return
    setOver(false)
    const timer = setTimeout(() => setOver(true), AWAITED_MS)
    return () => clearTimeout(timer)
  }, [isAwaited, body])
  const links = useMemo(() => (isAwaited ? linksOf(body) : none.links), [isAwaited, body])
  return isAwaited ? { links, isOver } : none
}
