import type { TroubleWords } from './zh-cn-trouble.ts'

export const enTrouble: TroubleWords = {
  full: 'The server is out of space. Read only for now.',
  broken:
    'This part of the page stopped working, perhaps because of a browser extension. What you wrote is still here: refresh to go on.',
  notYet: 'Not connected yet. Your message stays in the box and is sent once you are.',
  again: 'Try again',
}
