import { counted, n } from './en-counting.ts'
import type { AttentionWords } from './zh-cn-attention.ts'

export const enAttention: AttentionWords = {
  typing: {
    setting: 'When I’m typing',
    choices: { on: 'Let others see', off: 'Keep it to myself' },
  },
  quiet: {
    setting: 'Do not disturb',
    choices: { off: 'Off', on: 'On' },
    note: 'On: no sounds, no notifications, and the title and icon stay as they are.',
  },
  sound: {
    setting: 'Sound',
    choices: { off: 'Off', mentions: 'Mentions', all: 'All messages' },
    note: 'Silent while you’re looking at the newest messages.',
  },
  notify: {
    setting: 'Notifications',
    choices: { off: 'Off', mentions: 'Mentions', all: 'All messages' },
    note: 'None while you’re looking at this page.',
    content: 'In a notification',
    contents: { full: 'Show the message', hidden: 'Hide the message' },
    ask: 'Notify you when someone mentions you?',
    allow: 'Notify me',
    later: 'No thanks',
    turnOn: 'Turn on notifications',
    turnOnNote: 'Your browser will ask once more.',
    denied: 'Your browser doesn’t let this site notify you. Allow it in the browser’s site settings first.',
    unavailable: 'This browser can’t notify you here.',
    who: (name, room) => `${name} · ${room}`,
    mentioned: 'Mentioned you',
    wrote: 'Sent a message',
    several: (count, forMe) => {
      const messages = counted(count, 'new message', 'new messages')
      return forMe > 0 ? `${messages}, ${n(forMe)} for you` : messages
    },
  },
}
