import type { EmojiWords } from './zh-cn-emoji.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)

export const enEmoji: EmojiWords = {
  title: 'Emoji',
  search: 'Search emoji',
  searchHint: 'Search emoji',
  clear: 'Clear',
  tabs: 'Groups',
  groups: {
    recent: 'Recently used',
    often: 'Often used',
    smileys: 'Smileys and feelings',
    people: 'People and hands',
    nature: 'Animals and nature',
    food: 'Food and drink',
    travel: 'Travel and activities',
    objects: 'Objects',
    symbols: 'Symbols',
    flags: 'Flags',
  },
  results: 'Emoji found',
  found: (count, first) => (count === 1 ? `1 emoji found: ${first}` : `${n(count)} emoji found, first ${first}`),
  none: (query) => `Nothing matches “${query}”`,
  noneHint: 'Try another word.',
  loading: 'Loading emoji…',
  loadError: 'The emoji didn’t load.',
  retry: 'Retry',
  tone: 'Skin tone',
  tones: ['Default', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
}
