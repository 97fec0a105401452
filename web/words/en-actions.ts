import type { ActionWords } from './zh-cn-actions.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const list = new Intl.ListFormat('en', { type: 'conjunction' })

export const enActions: ActionWords = {
  react: 'Add reaction',
  forwardedFrom: (name) => `forwarded from ${name}`,
  reactions: 'Reactions',
  reactedBy: (names, count) => {
    const others = count - names.length
    return list.format(others > 0 ? [...names, others === 1 ? '1 other' : `${n(others)} others`] : names)
  },
  reactionLabel: (emoji, who) => `${emoji}, ${who}`,
  quote: (name) => `Show the message by ${name}`,
  quoteOf: (name, text) => `in reply to ${name}: ${text}`,
  quoteGone: 'The original is gone',
  quoteIgnored: 'From someone you ignore',
  quoteLoading: 'Loading the original…',
  save: 'Save',
  edited: 'edited',
  editedAt: (time) => `Edited ${time}`,
  pinned: 'pinned',
  pins: 'Pinned messages',
  jumpToDate: 'Jump to a date',
  dayLabel: (day) => `${day}, jump to another date`,
}
