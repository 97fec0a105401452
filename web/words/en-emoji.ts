import { form, n } from './en-counting.ts'
import type { EmojiWords } from './zh-cn-emoji.ts'

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
  found: (count, first) => `${n(count)} emoji found${form(count, ':', ', first')} ${first}`,
  none: (query) => `Nothing matches “${query}”`,
  noneHint: 'Try another word, in English.',
  loading: 'Loading emoji…',
  loadError: 'The emoji didn’t load.',
  retry: 'Retry',
  tone: 'Skin tone',
  tones: ['Default', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
}
