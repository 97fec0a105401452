import { useMemo } from 'preact/hooks'
import type { Card } from '#protocol/files.ts'
import type { Row } from '#web/messages/rows.ts'
import { useAwaitedLinks } from './awaited-links.ts'
import { AwaitedCard, PlainCard } from './EmptyCards.tsx'
import { LinkCard } from './LinkCard.tsx'
import { stillLinked } from './still-linked.ts'

type Props = { row: Row; own: boolean; reachable: boolean }

const noCards: readonly Card[] = []

/** The cards of a message, in the order of its links; of one that was said just now also the places of those to come. */
export function LinkCards({ row, own, reachable }: Props) {
  const { body, at, state, line, key, seq, edited } = row
  const { links, isOver } = useAwaitedLinks({ body, at, state, sent: line !== null })
  const known = line?.now?.cards ?? noCards
  const cards = useMemo(() => (edited ? stillLinked(known, body) : known), [known, body, edited])
  if (line?.now?.cards_off) return null
  const common = { row: key, seq: own ? seq : null, reachable }
  const awaited = links.filter(({ link }) => !cards.some((card) => card.link === link))
  // In the order of the links: a card takes the place that was kept for it.
  const order = new Map(links.map(({ link }, at) => [link, at]))
  const shown = [...cards, ...awaited].sort((one, other) => (order.get(one.link) ?? 0) - (order.get(other.link) ?? 0))
  return (
    <>
      {shown.map((one) =>
        'title' in one ? (
          <LinkCard key={one.link} card={one} {...common} />
        ) : isOver || cards.length > 0 ? (
          <PlainCard key={one.link} href={one.href} reachable={reachable} />
        ) : (
          <AwaitedCard key={one.link} />
        ),
      )}
    </>
  )
}
