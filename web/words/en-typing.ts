import type { TypingWords } from './zh-cn-typing.ts'

// As the house writes it, no comma stands before the "and".
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

export const enTyping: TypingWords = {
  names: (names) => list.format(names),
  write: (names) => (names.length < 2 ? ' is typing…' : ' are typing…'),
  several: 'Several people are typing…',
}
