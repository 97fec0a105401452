import { enActions } from './en-actions.ts'
import { enLog } from './en-log.ts'
import { enTyping } from './en-typing.ts'
import type { Words } from './zh-cn.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const plural = new Intl.PluralRules('en')
const people = (count: number): string => (plural.select(count) === 'one' ? `${n(count)} person` : `${n(count)} people`)

export const en: Words = {
  number: n,
  skipToLog: 'Skip to messages',
  skipToComposer: 'Skip to the message box',
  close: 'Close',
  cancel: 'Cancel',
  noStorage: 'Your browser won’t keep your identity. You’re a guest for this visit.',
  refused: { unreachable: 'Can’t reach the server. Try again in a moment.' },
  people: {
    region: 'People in this room',
    heading: 'Online',
    count: (count) => n(count),
    onlineNow: 'Online',
    notConnected: 'Not connected',
    goIn: 'Enter',
    filter: 'Find someone',
    filterHint: 'Find someone',
    clearFilter: 'Clear',
    joinedAt: (time) => `Joined ${time}`,
    nobodyFound: (query) => `Nobody matches “${query}”.`,
    alone: 'Just you for now. Share the link?',
    nobody: 'Nobody yet. Share the link?',
    aloneInside: 'Just you for now.',
    tooMany: 'Too many people to list. Here’s the count.',
    open: (count) => `See who’s here, ${people(count)}`,
    classic: 'Classic',
    owner: 'Owner',
    houseOwner: 'Site owner',
    absent: 'Not here',
    fold: 'Fold the list',
    unfold: 'Show the list',
    rename: 'Change name and bowl',
  },
  enter: {
    welcome: (room) => `Welcome to ${room}. Your name is`,
    chooseTitle: (room) => `Welcome to ${room}. What’s your name?`,
    renameTitle: 'Change name and bowl',
    nameLabel: 'Name',
    bowls: 'Pick a bowl',
    bowl: (at) => `Bowl ${n(at)}`,
    go: 'Enter',
    save: 'Save',
    saved: 'Name and bowl updated',
    shuffle: 'Shuffle',
    own: 'Choose a name',
    proposed: 'Use a random name',
    look: 'Just look',
    take: (other) => `Use “${other}”`,
    empty: 'The name is still empty.',
    tooLong: (limit) => `Names have at most ${n(limit)} characters.`,
  },
  settings: { open: 'Settings' },
  card: {
    boot: 'Can’t reach the room right now.',
    bootIn: (wait) => `Retrying in ${n(wait)}s.`,
    retry: 'Retry now',
    stopped: 'You’re disconnected.',
    reconnect: 'Reconnect',
  },
  header: { skips: 'Skip', search: 'Search messages' },
  update: { ready: 'Update ready', refresh: 'Refresh' },
  log: enLog,
  spoilerHeard: 'spoiler',
  actions: enActions,
  typing: enTyping,
  endQuiet: 'End do not disturb',
  openEmoji: 'Emoji',
}
