import { counted, n } from './en-counting.ts'
import type { OwnDataWords } from './zh-cn-own-data.ts'

export const enOwnData: OwnDataWords = {
  title: 'My data',
  noUndo: 'This can’t be undone.',
  export: {
    title: 'Export this room',
    about: (room) =>
      `Every message in ${room} up to now: who, when and what, with edits, replies and reactions. Of what was deleted only a note remains. Other people’s words are in it, too: keep it safe.`,
    html: 'Web page',
    htmlNote: 'Opens in any browser, offline',
    ndjson: 'Data file',
    ndjsonNote: 'NDJSON, a message a line, for programs',
    zip: 'Everything',
    zipNote: 'ZIP, with all pictures and files',
    begun: 'Download started.',
    tooFast: (minutes) => `That’s a lot of exports. Try again in ${counted(minutes, 'minute', 'minutes')}.`,
    why: { login_first: 'that didn’t work, so enter the room and try again', not_found: 'this room is gone' },
  },
  erase: {
    title: 'Delete my messages',
    about: 'What you said disappears for everyone. Only “deleted” remains in its place.',
    here: 'In this room',
    everywhere: 'In all rooms',
    askHere: (room) => `Delete all your messages in ${room}?`,
    askEverywhere: 'Delete all your messages in all rooms?',
    what: [
      'Each message leaves a line that says it was deleted, with its time and your name.',
      'Replies stay. Where they quote you, they say the message is gone.',
      'What was forwarded, exported or copied doesn’t go away.',
      'Many messages take a while. You can close this window meanwhile.',
    ],
    go: 'Delete them all',
    begun: 'Starting…',
    running: (done, of) => `Deleting, ${n(done)} of ${n(of)} done`,
    over: (count) =>
      count === 0 ? 'There was nothing to delete.' : `${counted(count, 'message', 'messages')} deleted.`,
  },
  leave: {
    title: 'Delete me',
    about: 'Forgets who you are: your name, bowl, sign-in and everything you said.',
    open: 'Delete me',
    ask: 'Delete your identity and all your messages?',
    what: [
      'All your messages are deleted, your reactions and pins taken back.',
      'The notes that remain no longer have your name.',
      'Your name is free at once. Somebody else may take it.',
      'You’re signed out on all devices. Drafts and unsent messages on this one are erased.',
      'What others said stays, also where it mentions your name.',
      'What they forwarded of you stays, without your name.',
    ],
    go: 'Delete me',
    leaving: 'Deleting…',
    over: 'Your data has been deleted.',
  },
}
