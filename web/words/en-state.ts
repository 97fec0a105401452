import type { StateWords } from './zh-cn-state.ts'

export const enState: StateWords = {
  sessionOver: 'Your session has ended. Come in again.',
  comeIn: 'Come in',
  copyUnsent: (count) =>
    count === 1 ? 'Copy 1 unsent message' : `Copy ${new Intl.NumberFormat('en').format(count)} unsent messages`,
  unsentCopied: 'Copied',
  unsentNotCopied: 'That couldn’t be copied',
  banned: 'You’ve been removed from this room.',
  openElsewhere: 'Open elsewhere, paused here.',
  useHere: 'Use here',
  flood: 'Too much was sent at once, so the connection was closed. Take a short break.',
  outdated: 'The chat was updated. Refresh the page.',
  refresh: 'Refresh',
  noRoom: 'There’s no such room.',
  noRoomNote: 'Or it isn’t open to you.',
  badRoom: 'A room can’t have this name.',
  roomsTooFast: 'Too many new rooms at once. Try again in a while.',
  roomBanned: 'You’ve been banned from this room.',
  roomRemoved: 'You’ve been asked to leave this room.',
  roomLeft: 'You left this room.',
  comeBack: 'Come back',
  toLobby: 'To the lobby',
  archived: 'This room is archived. Read only.',
}
