import type { closes } from '#protocol/closes.ts'
import type { PushName } from '#protocol/index.ts'
import type { limits } from '#protocol/limits.ts'
import type { RefusalCode } from '#protocol/refusals.ts'

// What the tables of docs/protocol.md say beside names, types and numbers. A command, push, refusal, code or limit
// without words does not compile; a field without words stops `npm run docs`.

export const pushWords: { readonly [P in PushName]: string } = {
  events: 'What a room has stored: consecutive events, `first` to `last`.',
  people: 'Who is in a room. Sent after each join, and when somebody comes, goes or changes.',
  typing:
    'Who is writing in a room, oneself too. Sent after a join when somebody is, and when that changes: gathered, at most twice a second. Not stored; where a connection is lost nobody is writing.',
  heads: 'Every 25 s, from the hello on. Answer it with `heartbeat`.',
  goaway: 'The server is about to stop.',
  out: 'One was put out of a room, or has left it: its subscription is over. To all connections of the person.',
  marks: 'Whom one ignores and refuses has changed: the whole truth. To all connections of the person.',
  mine: 'One’s own list of rooms has changed. After `room.mine`.',
  bells: 'In rooms of one’s list something was said. At most once a second a room. After `room.mine`.',
  read: 'One’s own read mark has moved, or there is one more message for oneself. After `room.mine`.',
  receipts:
    'How far the others of a private chat have read: all of them after a join, then what has changed. Not stored.',
  erasing:
    'How far the deletion of one’s own messages is, to all connections of the person. Over when `done` is `of`; that one always comes.',
}

export const refusalWords: { readonly [C in RefusalCode]: string } = {
  bad_json:
    'Not a frame: no JSON, not `[ref, name, fields]`, deeper or wider than the limits, or a number that is not exact.',
  bad_text: 'A message with a lone surrogate or NUL.',
  bad_field: '`field` is missing, unknown, or has a wrong type or form.',
  unknown_type: 'No such command.',
  version_unsupported: 'The hello’s `v`; the server speaks `supported`.',
  hello_first: 'A command before the hello was answered.',
  login_first: 'There is no such session (make one), or one has not entered (`profile.set`).',
  already_logged_in: 'A second hello.',
  not_found: 'No such room or message, or one that was erased; to write, also: this connection is not in the room.',
  forbidden: 'Only the author, or the owner of the room, may.',
  banned: 'One was banned from this room.',
  refused: 'This person does not want to hear from one.',
  closed: 'The room is archived: it can be read, not written.',
  name_invalid: 'A name without letter, digit or emoji, one that speaks for the house, or an address with other signs.',
  name_taken: 'Somebody has a name that looks the same; `suggestion` is free now.',
  empty: 'A message of white space.',
  too_long: 'More than `limit` characters.',
  expired: 'Too late: it was possible for `limit` milliseconds.',
  too_many: 'There are `limit` already; of a search: it has more words.',
  client_id_conflict: 'This `cid` has stored something else.',
  rate_limited: 'Too much at once; nothing was done.',
  busy: 'Too much waits to be stored; or the same is under way already (`me.erase_messages`, an export).',
  storage_full: 'The disk is full or cannot be written.',
  unavailable: 'Not sent by this version.',
  draining: 'The server is stopping.',
  internal: 'A fault of the server; its log has more under `id`. A message may be sent again with its `cid`.',
}

export const closeWords: { readonly [C in keyof typeof closes]: string } = {
  binary: 'A binary frame.',
  tooBig: 'A frame of more than 64 KiB.',
  goingAway: 'Not sent on a v1 socket by this version.',
  nonsense: '20 frames in a row that were no command.',
  sessionOver: 'The person was deleted (`me.delete`). Its session is over, and there will not be another one.',
  banned: 'Sent by the classic gateway alone, to who was put out of the lobby.',
  tooManyConnections: 'This person opened too many connections, and this is the oldest.',
  flood: 'Far too many commands, for 10 seconds.',
  restarting: 'The server is stopping. A `goaway` came before it.',
  silent: 'No hello within 5 s, or no command answered `ok` for 60 s.',
}

export const limitWords: { readonly [L in keyof typeof limits]: string } = {
  commandBytes: 'bytes of a frame to the server; more closes with 1009. Also of the body of `POST /api/session`',
  jsonDepth: 'arrays and objects inside each other in a frame',
  jsonKeys: 'entries of one object or array in a frame',
  bodyChars: 'characters of a message',
  nameChars: 'characters of a person’s name',
  roomNameChars: 'characters of a room’s address',
  mentions: 'people whom a message may mention',
  editMs: 'milliseconds during which an author may edit a message',
  edits: 'edits of one message',
  recallMs: 'milliseconds during which an author may recall a message',
  reactionKinds: 'kinds of reactions to one message',
  listedReactors: 'people whom `who` names for one kind of reaction',
  pins: 'pinned messages of a room',
  askedMessages: 'messages of one `message.get`',
  pageEvents: 'lines of a page of history',
  frameBytes: 'bytes of the events in one frame or page from the server, unless one event alone is larger',
  snapshotEvents: 'lines of a snapshot, and of a page of history unless `limit` says otherwise',
  listedPeople: 'people up to whom a list is sent; above it only `count`',
  typingPeople: 'people of a room up to whom it is told who is writing',
  typists: 'people whom a `typing` push names',
  typingEveryMs:
    'milliseconds from one `typing.set` with `on` to the next; two at once are allowed, a third is `rate_limited`',
  typingShownMs: 'milliseconds for which it holds',
  joinedRooms: 'rooms that a connection may have joined; more is `rate_limited`',
  topicChars: 'characters of a room’s topic',
  chatPeople: 'people of a private chat, oneself too',
  members: 'members of a private room',
  bans: 'people who are banned from a room',
  listedRooms: 'rooms on one’s own list',
  waitingRooms:
    'rooms and private chats of that list into which others have put one, and one has not come: the newest are kept',
  markedPeople: 'people whom one ignores or refuses',
  countedMentions: 'mentions that are counted, of a person in a room',
  mentionAllPeople: 'people of a room up to whom everybody may say @all; its owner always may',
  mentionAllEveryMs: 'milliseconds from one @all in a room to the next, but for its owner',
  pageNotices: 'notices in a page of history',
  pageRooms: 'rooms of a page of the directory',
  pageMembers: 'people of a page of members',
  searchHits: 'hits of a page of search',
  searchChars: 'characters of a search',
  searchWords: 'words and phrases of a search',
  helloMs: 'milliseconds from the handshake to the hello',
  heartbeatMs: 'milliseconds from one `heads` push to the next',
  silentMs: 'milliseconds without a command answered `ok`',
}
