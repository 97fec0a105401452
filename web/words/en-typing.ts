import type { TypingWords } from './zh-cn-typing.ts'

export const enTyping: TypingWords = {
  names: (names) => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`),
  write: (names) => (names.length < 2 ? ' is typing…' : ' are typing…'),
  several: 'Several people are typing…',
}
