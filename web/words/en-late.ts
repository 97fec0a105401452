import type { LateWords } from './zh-cn-late.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const plural = new Intl.PluralRules('en')
const list = new Intl.ListFormat('en', { type: 'conjunction' })
const messages = (count: number): string => (count === 1 ? '1 new message' : `${n(count)} new messages`)

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
    came: (names, count) => `${someOf(names, count)} joined`,
    went: (names, count) => `${someOf(names, count)} left`,
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
    empty: 'there’s nothing to see in it',
    too_long: 'it’s over the limit',
    bad_text: 'some characters can’t be shown',
    bad_field: 'the server couldn’t read it',
    client_id_conflict: 'its number is taken',
    rate_limited: 'that was a bit fast',
    busy: 'it’s busy right now',
    storage_full: 'the server is out of space',
    draining: 'the server is restarting',
    unavailable: 'the service is down',
    internal: 'the server had a problem',
    closed: 'this room is archived',
    banned: 'you’ve been banned from this room',
    removed: 'you’re no longer in this room',
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

/** Ines · Ines and Tomasz · Ines, Tomasz and 2 others */
function someOf(names: readonly string[], count: number): string {
  if (count <= 2) return list.format(names.slice(0, 2))
  const others = count - 2
  return `${names.slice(0, 2).join(', ')} and ${plural.select(others) === 'one' ? '1 other' : `${n(others)} others`}`
}
