import type { ActionWords } from './zh-cn-actions.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const plural = new Intl.PluralRules('en')
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

export const enActions: ActionWords = {
  react: 'Add reaction',
  forwardedFrom: (name) => `forwarded from ${name}`,
  reactions: 'Reactions',
  reactedBy: (names, count) => {
    const others = count - names.length
    return list.format(
      others > 0 ? [...names, `${n(others)} ${plural.select(others) === 'one' ? 'other' : 'others'}`] : names,
    )
  },
  reactionLabel: (emoji, who) => `${emoji}, ${who}`,
  quote: (name) => `Show the message by ${name}`,
  quoteOf: (name, text) => `in reply to ${name}: ${text}`,
  quoteGone: 'The original is gone',
  quoteIgnored: 'An ignored message',
  quoteLoading: 'Loading the original…',
  save: 'Save',
  edited: 'edited',
  editedAt: (time) => `Edited ${time}`,
  pinned: 'pinned',
  pins: 'Pinned messages',
  jumpToDate: 'Jump to a date',
  dayLabel: (day) => `${day}, jump to another date`,
}
