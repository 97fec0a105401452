import type { LogWords } from './zh-cn-log.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const plural = new Intl.PluralRules('en')
const counted = (count: number, one: string, other: string): string =>
  `${n(count)} ${plural.select(count) === 'one' ? one : other}`

export const enLog: LogWords = {
  region: 'Messages',
  loading: 'Joining the room…',
  start: 'This is where the room began',
  loadError: 'Messages didn’t load.',
  retry: 'Retry',
  empty: 'Nobody has said anything yet. Say hello.',
  unreadLine: 'New messages',
  today: 'Today',
  yesterday: 'Yesterday',
  expand: 'Show more',
  collapse: 'Show less',
  me: 'You',
  label: (who, time, text, state) => `${who}, ${time}, ${text}${state ? `, ${state}` : ''}`,
  withQuote: (quote, text) => `${quote}. ${text}`,
  joined: (parts) => parts.join(', '),
  waiting: 'waiting to send',
  stored: 'sent',
  notSent: 'Not sent',
  composer: {
    region: 'Write a message',
    label: 'Message',
    placeholder: 'Say something…',
    attach: 'Attach',
    send: 'Send',
    over: (count) => `${counted(count, 'character', 'characters')} over`,
    count: (now, most) => `${n(now)}/${n(most)}`,
  },
}
