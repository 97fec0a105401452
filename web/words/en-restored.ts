import type { RestoredWords } from './zh-cn-restored.ts'

const n = (count: number): string => new Intl.NumberFormat('en').format(count)

export const enRestored: RestoredWords = {
  unkept: 'Your browser has no room for unsent messages. Keep this page open until they’re sent.',
  since: (time) => `This room was restored from a backup. Messages after ${time} may be missing.`,
  unknown: 'This room was restored from a backup. Recent messages may be missing.',
  lost: (count) => (count === 1 ? '1 message of yours isn’t in it' : `${n(count)} messages of yours aren’t in it`),
  sendAgain: (count) => (count === 1 ? 'Send again' : 'Send all again'),
}
