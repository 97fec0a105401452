import type { ReadingWords } from './zh-cn-reading.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const list = new Intl.ListFormat('en', { type: 'conjunction' })

export const enReading: ReadingWords = {
  level: {
    button: (chosen) => `Notify me: ${chosen}`,
    title: 'Notifications of this room',
    choices: { all: 'All messages', mentions: 'Mentions', none: 'Nothing' },
    notes: {
      all: 'Every message counts',
      mentions: 'Mentions, and answers to me',
      none: 'No sounds, no notifications, no numbers',
    },
    byDefault: 'Default',
    quiet: 'Do not disturb is on: nothing makes a sound now.',
  },
  mentions: {
    pill: (count) => (count === 1 ? '1 mention' : `${count > 99 ? '99+' : n(count)} mentions`),
    next: (count) => `Go to the next message for you, ${n(count)} left`,
    dismiss: 'Mark all as read',
  },
  receipts: {
    setting: 'Read receipts',
    choices: { on: 'On', off: 'Off' },
    note: 'In private chats only. Off: nobody sees how far you’ve read, and you don’t see how far others have.',
    read: 'Read',
    readBy: (names) => `Read by ${list.format(names)}`,
  },
  opensAt: {
    setting: 'A room opens at',
    choices: { latest: 'The latest', unread: 'First unread' },
  },
  everybody: 'Mentions everybody',
  everybodyNote: (people) => (people === 1 ? 'Notifies 1 person here' : `Notifies ${n(people)} people here`),
  allTooMany: (most) => `with more than ${n(most)} people only the owner can mention all`,
  allTooSoon: (minutes) =>
    `somebody has just mentioned all, so wait ${minutes === 1 ? '1 minute' : `${n(minutes)} minutes`}`,
}
