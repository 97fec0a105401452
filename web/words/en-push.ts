import type { PushWords } from './zh-cn-push.ts'

export const enPush: PushWords = {
  setting: 'When this page is closed',
  choices: { on: 'Notify me too', off: 'Don’t' },
  note: 'Delivered by your browser’s push service, encrypted on the way.',
  unavailable: 'Not while this page is closed: this browser or this server has no push.',
  unreachable: 'Not for now: your browser’s push service can’t be reached.',
  ios: 'On iPhone and iPad, tap Share, then Add to Home Screen. Open it from there to turn on notifications.',
  install: {
    prompt: 'Install on this device',
    byHand: 'Add to Home Screen',
    how: 'Tap Share in your browser, then Add to Home Screen. It then opens like an app and can notify you.',
  },
}
