import { loadLateStyles } from '#web/kit/late-styles.ts'
import { cardsView } from '#web/messages/index.ts'
import { LinkCards } from './LinkCards.tsx'

const AGAIN_MS = 3_000

/** Fills the places of cards in the log, and keeps places for those that are to come. */
export function startCards(): void {
  loadLateStyles().then(
    () => {
      cardsView.value = LinkCards
    },
    () => setTimeout(startCards, AGAIN_MS),
  )
}
