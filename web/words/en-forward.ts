import type { ForwardWords } from './zh-cn-forward.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)

export const enForward: ForwardWords = {
  title: 'Forward to',
  from: 'Forwarded from',
  find: 'Find a room',
  findHint: 'Find a room',
  clear: 'Clear',
  rooms: 'Rooms',
  none: (query) => `Nothing matches “${query}”`,
  noRooms: 'There’s no other room to forward to yet.',
  loading: 'Loading rooms…',
  here: 'This room',
  private: 'Members only',
  most: (most) => `Forward to up to ${n(most)} rooms at once.`,
  note: 'It goes out in your name. There’s no undo, but you can delete it there.',
  go: (count) => (count > 1 ? `Forward to ${n(count)} rooms` : 'Forward'),
  sending: 'Forwarding…',
  sent: 'Forwarded',
  again: 'Try again',
  doneIn: (room) => `Forwarded to ${room}`,
  doneInMany: (count) => `Forwarded to ${n(count)} rooms`,
  look: 'Show it',
  partly: (sent, failed) => (sent > 0 ? `Forwarded to ${n(sent)}. ${n(failed)} didn’t work.` : 'It wasn’t forwarded.'),
  why: {
    not_found: 'the room or the message is gone',
    forbidden: 'you can’t write there',
    refused: 'they don’t take messages from you',
    banned: 'you’ve been removed from that room',
    closed: 'the room is archived',
    too_long: 'it’s over the limit',
    rate_limited: 'that was a bit fast, wait a moment',
    busy: 'it’s busy right now, wait a moment',
    storage_full: 'the server is out of space',
    login_first: 'choose a name first',
    lost: 'the server can’t be reached right now',
    other: 'it didn’t work',
  },
}
