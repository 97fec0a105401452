import type { SearchWords } from './zh-cn-search.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)

export const enSearch: SearchWords = {
  title: 'Search',
  field: 'Search messages in this room',
  hint: 'Search messages',
  clear: 'Clear',
  filters: 'Filters',
  from: 'From',
  date: 'Date',
  has: { image: 'Has pictures', file: 'Has files', link: 'Has a link' },
  findPerson: 'Find someone',
  nobody: (query) => `Nobody matches “${query}”.`,
  anyone: 'Anyone',
  since: 'From',
  until: 'To',
  anyTime: 'Any time',
  sinceDay: (day) => `Since ${day}`,
  untilDay: (day) => `Until ${day}`,
  badRange: 'It starts after it ends.',
  tips: 'Find what was said before',
  tipPhrase: '“Quotation marks” keep words together',
  tipPrefix: 'End a word with * to find all that start with it',
  searching: 'Searching…',
  count: (count, more) => (more ? `${n(count)}+` : n(count)),
  found: (count, more) =>
    more ? `More than ${n(count)} messages` : count === 1 ? '1 message' : `${n(count)} messages`,
  none: (query) => `Nothing matches “${query}”.`,
  noneAtAll: 'Nothing matches.',
  loosen: 'Try it without filters?',
  clearFilters: 'Clear filters',
  failed: 'The search didn’t work.',
  failedMore: 'More didn’t load.',
  retry: 'Retry',
  offline: 'You’re offline. The search goes on when you’re back.',
  tooManyWords: (most) => `Search for up to ${n(most)} words. Leave some out.`,
  tooLong: (most) => `Search for up to ${n(most)} characters. Make it shorter.`,
  results: 'Search results',
  end: 'That’s all',
  label: (who, when, text) => `${who}, ${when}, ${text}`,
}
