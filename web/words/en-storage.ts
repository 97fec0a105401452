import type { StorageWords } from './zh-cn-storage.ts'

export const enStorage: StorageWords = {
  title: 'File space',
  mine: 'Files you sent',
  used: (used, limit) => `${used} of ${limit} used`,
  free: (left) => `${left} left`,
  full: 'Your space is used up. Delete old messages with files to make room.',
  hint: 'Delete a message with files, and the space they took is yours again.',
  house: 'The whole teahouse',
  disk: (free) => `${free} free on the server’s disk`,
  people: 'People using the most',
  rooms: 'Rooms using the most',
  roomsNote: 'Members-only rooms aren’t listed.',
  nothing: 'No files yet.',
  loading: 'Loading…',
  failed: 'That didn’t load. Try again in a moment.',
  again: 'Retry',
  see: 'See your space',
}
