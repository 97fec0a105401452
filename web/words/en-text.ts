import type { TextWords } from './zh-cn-text.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)

export const enText: TextWords = {
  spoiler: 'Spoiler, press to show',
  code: (language) => (language ? `Code, ${language}` : 'Code'),
  allLines: (count) => `Show all ${n(count)} lines`,
  copyCode: 'Copy code',
  codeCopied: 'Code copied',
  codeNotCopied: 'Couldn’t copy. Select it and copy.',
  lists: { people: 'Mention someone', emoji: 'Emoji', command: 'Commands' },
  found: (count) => (count === 1 ? '1 suggestion, use the arrow keys' : `${n(count)} suggestions, use the arrow keys`),
  commands: {
    me: 'Say what you’re doing',
    shrug: 'A shrug',
    spoiler: 'Hidden until pressed',
    code: 'A block of code',
    help: 'Keyboard shortcuts',
  },
}
