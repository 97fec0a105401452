import { enActions } from './en-actions.ts'
import { enLog } from './en-log.ts'
import { enTyping } from './en-typing.ts'
import type { Words } from './zh-cn.ts'

const number = new Intl.NumberFormat('en')
const n = (count: number): string => number.format(count)
const plural = new Intl.PluralRules('en')
const seconds = (count: number): string =>
  plural.select(count) === 'one' ? `${n(count)} second` : `${n(count)} seconds`
const people = (count: number): string => (plural.select(count) === 'one' ? `${n(count)} person` : `${n(count)} people`)

export const en: Words = {
  number: n,
  skipToLog: 'Skip to messages',
  skipToComposer: 'Skip to the message box',
  close: 'Close',
  cancel: 'Cancel',
  noStorage: 'Your browser won’t keep your identity. You’re a guest for this visit.',
  refused: {
    busy: 'It’s busy right now. Try again in a moment.',
    tooFast: (wait) => `That’s a bit fast. Wait ${seconds(wait)}.`,
    unreachable: 'The server can’t be reached right now. Try again in a moment.',
    other: 'That didn’t work. Try again.',
  },
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
    aloneInside: 'Just you for now.',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    linkNotCopied: 'Couldn’t copy. Take it from the address bar.',
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
    taken: 'That name is taken.',
    takenTry: (other) => `That name is taken. Try “${other}”?`,
    take: (other) => `Use “${other}”`,
    invalid: 'That name can’t be used. Try another.',
    empty: 'The name is still empty.',
    tooLong: (limit) => `Names have at most ${n(limit)} characters.`,
  },
  settings: { open: 'Settings' },
  card: {
    boot: 'The room can’t be reached right now.',
    bootIn: (wait) => `Retrying in ${n(wait)}s.`,
    retry: 'Retry now',
    stopped: 'The connection was closed.',
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
