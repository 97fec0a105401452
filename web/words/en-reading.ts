import { counted, listed, n } from './en-counting.ts'
import type { ReadingWords } from './zh-cn-reading.ts'

export const enReading: ReadingWords = {
  level: {
    button: (chosen) => `Notify me: ${chosen}`,
    title: 'Notifications of this room',
    choices: { all: 'All messages', mentions: 'Mentions', none: 'Nothing' },
    notes: {
      all: 'Every message notifies me',
      mentions: 'Mentions and replies to me',
      none: 'No sounds, no notifications, no numbers',
    },
    byDefault: 'Default',
    quiet: 'Do not disturb is on: nothing makes a sound now.',
  },
  mentions: {
    pill: (count) => (count > 99 ? '99+ mentions' : counted(count, 'mention', 'mentions')),
    next: (count) => `Go to the next message for you, ${n(count)} left`,
    dismiss: 'Mark all as read',
  },
  receipts: {
    setting: 'Read receipts',
    choices: { on: 'On', off: 'Off' },
    note: 'In private chats only. Off: nobody sees how far you’ve read, nor you how far they have.',
    read: 'Read',
    readBy: (names) => `Read by ${listed(names)}`,
  },
  opensAt: {
    setting: 'A room opens at',
    choices: { latest: 'The latest', unread: 'First unread' },
  },
  everybody: 'Everybody here',
  everybodyNote: (people) => `Notifies ${counted(people, 'person', 'people')} here`,
  allTooMany: (most) => `with more than ${counted(most, 'person', 'people')} only the owner can mention all`,
  allTooSoon: (minutes) => `somebody has just mentioned all, so wait ${counted(minutes, 'minute', 'minutes')}`,
}
