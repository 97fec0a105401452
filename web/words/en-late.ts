import { counted, firstTwo, n } from './en-counting.ts'
import type { LateWords } from './zh-cn-late.ts'

const messages = (count: number): string => counted(count, 'new message', 'new messages')

export const enLate: LateWords = {
  banner: {
    offline: 'You’re offline. Messages will send when you’re back.',
    lost: (wait) => `Connection lost. Retrying in ${n(wait)}s`,
    lostNow: 'Connection lost. Reconnecting…',
    retryNow: 'Retry now',
    restarting: 'The server is restarting. Back in a moment.',
    busy: 'It’s busy. Trying again by itself.',
    back: 'Back online',
  },
  lines: {
    came: (names, count) => `${firstTwo(names, count)} joined`,
    went: (names, count) => `${firstTwo(names, count)} left`,
    renamed: (from, to) => `${from} is now ${to}`,
    unfold: 'Show',
    fold: 'Hide',
  },
  why: {
    expired: 'it couldn’t go out for 10 minutes',
    restored: 'not in the backup',
    login_first: 'choose a name first',
    not_found: 'this room is gone',
    forbidden: 'you can’t write here now',
    empty: 'there’s nothing in it',
    too_long: 'it’s over the limit',
    bad_text: 'some characters can’t be shown',
    bad_field: 'the server couldn’t read it, so refresh the page',
    client_id_conflict: 'it clashes with another message',
    rate_limited: 'that was a bit fast',
    busy: 'it’s busy right now',
    storage_full: 'the server is out of space',
    draining: 'the server is restarting',
    unavailable: 'the service is down',
    internal: 'the server had a problem',
    closed: 'this room is archived',
    banned: 'you’re banned from this room',
    removed: 'you’ve been removed from this room',
    refused: 'they don’t take messages from you',
    other: 'the server didn’t accept it',
  },
  announce: {
    message: (who, text) => `${who}: ${text}`,
    several: (count, forMe) => (forMe > 0 ? `${messages(count)}, ${n(forMe)} for you` : messages(count)),
    notSent: (text) => `Not sent: ${text}`,
    lost: 'Connection lost. Retrying',
    offline: 'You’re offline',
    back: 'Back online',
  },
}
