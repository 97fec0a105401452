import { counted } from './en-counting.ts'
import type { TextWords } from './zh-cn-text.ts'

export const enText: TextWords = {
  spoiler: 'Spoiler, press to show',
  code: (language) => (language ? `Code, ${language}` : 'Code'),
  allLines: (count) => `Show all ${counted(count, 'line', 'lines')}`,
  copyCode: 'Copy code',
  codeCopied: 'Code copied',
  codeNotCopied: 'Couldn’t copy. Select it and copy.',
  lists: { people: 'Mention someone', emoji: 'Emoji', command: 'Commands' },
  found: (count) => `${counted(count, 'suggestion', 'suggestions')}, use the arrow keys`,
  commands: {
    me: 'Say what you’re doing',
    shrug: 'A shrug',
    spoiler: 'Hidden until pressed',
    code: 'A block of code',
    invite: 'Bring others in',
    help: 'Keyboard shortcuts',
  },
}
