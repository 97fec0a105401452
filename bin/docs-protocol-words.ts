import type { closes } from '#protocol/closes.ts'
import type { CommandName, PushName } from '#protocol/index.ts'
import type { limits } from '#protocol/limits.ts'
import type { RefusalCode } from '#protocol/refusals.ts'

// What the tables of docs/protocol.md say beside names, types and numbers. A command, push, refusal, code or limit
// without words does not compile; a field without words stops `npm run docs`.

/** `refusals` are those of the command's own; what any command may meet stands in the page. */
export type CommandWords = { does: string; refusals: readonly RefusalCode[] }

export const commandWords: { readonly [C in CommandName]: CommandWords } = {
  hello: {
    does: 'The first command of a connection: which version, and who is this. Everything else before it is refused.',
    refusals: ['version_unsupported', 'login_first', 'already_logged_in'],
  },
  heartbeat: { does: 'Proves that the client lives: the answer to a `heads` push.', refusals: [] },
  'profile.set': {
    does: 'Takes a name and a bowl. The first time it also enters: from now on one is on the people lists and may write.',
    refusals: ['name_invalid', 'name_taken', 'too_long', 'busy', 'storage_full', 'draining'],
  },
  'profile.suggest': { does: 'A pleasant name that is free now. It is not reserved.', refusals: [] },
  'room.open': {
    does: 'Finds the room of an address, and makes it when there is none. It does not join it.',
    refusals: ['name_invalid', 'too_long', 'busy', 'storage_full', 'draining'],
  },
  'room.join': {
    does: 'Subscribes this connection to a room, with a snapshot or from where one left off. A second join of the same room on the same connection begins anew.',
    refusals: ['not_found'],
  },
  'room.leave': { does: 'Ends the subscription. Of a room that one is not in: nothing happens.', refusals: [] },
  'room.history': {
    does: 'A page of the log, oldest first. One need not have joined. Without `before` and `after`: the newest.',
    refusals: ['not_found'],
  },
  'message.post': {
    does: 'Says something in a room that this connection has joined. Stored once, however often it is sent with the same `cid`.',
    refusals: [
      'login_first',
      'not_found',
      'empty',
      'too_long',
      'bad_text',
      'client_id_conflict',
      'busy',
      'storage_full',
      'draining',
    ],
  },
}

export const pushWords: { readonly [P in PushName]: string } = {
  events: 'What a room has stored: consecutive events, `first` to `last`.',
  people: 'Who is in a room. Sent after each join, and when somebody comes, goes or changes.',
  heads: 'Every 25 s, from the hello on. Answer it with `heartbeat`.',
  goaway: 'The server is about to stop.',
}

/** Meaning of each field, by `command.field` for what is sent, `command:field` for its answer, and `push/field`. */
export const fieldWords: Readonly<Record<string, string>> = {
  'hello.v': 'the version that the client speaks',
  'hello.client': 'name and version of the program, for the server’s log',
  'hello.token': 'the session, where no cookie says who one is; it goes before the cookie',
  'hello.locale': 'language of the person; not used yet',
  'hello:v': 'the version that both speak from now on',
  'hello:server': 'version of the server, for people',
  'hello:build': 'changes when the page changes; of no use to other clients',
  'hello:me': 'who one is',
  'hello:now_ms': 'the server’s clock',
  'hello:heartbeat_ms': 'how often `heads` come',
  'hello:limits': 'bounds of this installation',
  'hello:was': 'present when the connection before this one was cut because it did not read fast enough',
  'heartbeat:now_ms': 'the server’s clock',
  'profile.set.name': 'as typed; the server cleans it',
  'profile.set.look': 'which drawn bowl',
  'profile.set:me': 'the name as it was stored',
  'profile.suggest.locale': 'in which language',
  'profile.suggest:name': 'the name',
  'room.open.name': 'the address: `""` is the lobby, else the part after `/r/`, percent-decoded',
  'room.open:room': 'the room',
  'room.join.room': 'the room',
  'room.join.after': 'the last number that one has; always together with `epoch`',
  'room.join.epoch': 'the log to which that number belongs',
  'room.join.most': 'who missed more than this gets a snapshot instead; without it all that was missed is sent',
  'room.join:mode': 'what follows',
  'room.join:reason': 'why it is not a resume',
  'room.join:epoch': 'the log',
  'room.join:as_of': 'the head: the snapshot is the room up to this number; a resume will reach it',
  'room.join:floor': 'the lowest number that is still kept',
  'room.join:events': 'the newest events up to `as_of`, at most 50 and about 64 KiB',
  'room.leave.room': 'the room',
  'room.history.room': 'the room',
  'room.history.before': 'the newest events below this number; not together with `after`',
  'room.history.after': 'the first events above this number',
  'room.history.limit': '50 when absent',
  'room.history:events': 'at most `limit`, and about 64 KiB',
  'room.history:more': 'whether there are further ones in the direction that was asked for',
  'room.history:head': 'the highest number of the room',
  'message.post.room': 'a room that this connection has joined',
  'message.post.cid': 'the client’s own id for this message',
  'message.post.body': '1 to 4,000 characters',
  'message.post:room': 'the room',
  'message.post:seq': 'its number',
  'message.post:epoch': 'the log to which that number belongs',
  'message.post:at': 'its time',
  'message.post:dup': 'present when it had been stored before: `seq` and `at` are those of the first time',
  'events/room': 'the room',
  'events/first': 'number of the first event',
  'events/last': 'number of the last event',
  'events/events': 'all of them, in order',
  'people/room': 'the room',
  'people/count': 'how many there are',
  'people/all': 'the whole truth: replaces what was known',
  'people/came': 'add, or replace by id',
  'people/went': 'remove',
  'people/changed': 'replace by id',
  'heads/now_ms': 'the server’s clock',
  'heads/rooms': 'the highest number of each room that this connection has joined, by room id',
  'goaway/after_ms': 'come back after so long, not sooner',
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
  not_found: 'No such room; to post, also: this connection is not in it.',
  forbidden: 'Not sent by this version.',
  name_invalid: 'A name without letter, digit or emoji, one that speaks for the house, or an address with other signs.',
  name_taken: 'Somebody has a name that looks the same; `suggestion` is free now.',
  empty: 'A message of white space.',
  too_long: 'More than `limit` characters.',
  client_id_conflict: 'This `cid` has stored another text.',
  rate_limited: 'Too much at once; nothing was done.',
  busy: 'Too much waits to be stored.',
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
  sessionOver: 'Not sent by this version.',
  banned: 'Not sent by this version.',
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
  pageEvents: 'events of a page of history',
  frameBytes: 'bytes of the events in one frame or page from the server, unless one event alone is larger',
  snapshotEvents: 'events of a snapshot, and of a page of history unless `limit` says otherwise',
  listedPeople: 'people up to whom a list is sent; above it only `count`',
  joinedRooms: 'rooms that a connection may have joined; more is `rate_limited`',
  helloMs: 'milliseconds from the handshake to the hello',
  heartbeatMs: 'milliseconds from one `heads` push to the next',
  silentMs: 'milliseconds without a command answered `ok`',
}
