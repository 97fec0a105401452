import { counted } from './en-counting.ts'
import type { StateWords } from './zh-cn-state.ts'

export const enState: StateWords = {
  sessionOver: 'Your session has ended. Come in again.',
  comeIn: 'Come in',
  copyUnsent: (count) => `Copy ${counted(count, 'unsent message', 'unsent messages')}`,
  unsentCopied: 'Copied',
  unsentNotCopied: 'Not copied',
  banned: 'You’ve been removed from this room.',
  openElsewhere: 'Open elsewhere, paused here.',
  useHere: 'Use here',
  flood: 'Too much was sent at once. You’re disconnected: take a short break.',
  outdated: 'There’s a new version. Refresh the page.',
  refresh: 'Refresh',
  noRoom: 'There’s no such room.',
  noRoomNote: 'Or it isn’t open to you.',
  badRoom: 'A room can’t have this address.',
  roomsTooFast: 'Too many new rooms at once. Try again in a while.',
  roomBanned: 'You’re banned from this room.',
  roomRemoved: 'You’ve been removed from this room.',
  roomLeft: 'You left this room.',
  comeBack: 'Come back',
  toLobby: 'To the lobby',
  archived: 'This room is archived. Read only.',
}
