import { counted, form } from './en-counting.ts'
import type { RestoredWords } from './zh-cn-restored.ts'

export const enRestored: RestoredWords = {
  unkept: 'Your browser has no room for unsent messages. Keep this page open until they’re sent.',
  tooManyUnsent:
    'Too many messages are waiting to be sent, so this one stays in the box. Send it again once some have gone out, or delete some that failed.',
  since: (time) => `This room was restored from a backup. Messages after ${time} may be missing.`,
  unknown: 'This room was restored from a backup. Recent messages may be missing.',
  lost: (count) => `${counted(count, 'message of yours isn’t', 'messages of yours aren’t')} in it`,
  sendAgain: (count) => form(count, 'Send again', 'Send all again'),
}
