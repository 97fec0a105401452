import type { CardWords } from './zh-cn-cards.ts'

export const enCards: CardWords = {
  label: (title, host) => `Link card: ${title}, ${host}`,
  plain: (host) => `Link: ${host}`,
  loading: 'Reading the link…',
  remove: 'Remove card',
  removed: 'Card removed. This message shows no more cards.',
  notRemoved: 'Card not removed. Try again in a moment.',
  fold: 'Fold card',
  unfold: (host) => `Show the card of ${host}`,
  show: 'Show',
}
