import type { CommandName } from '#protocol/index.ts'
import type { RefusalCode } from '#protocol/refusals.ts'

/** `refusals` are those of the command's own; what any command may meet stands in the page. */
export type CommandWords = { does: string; refusals: readonly RefusalCode[] }

/** What may meet whoever stores something. */
const storing = ['login_first', 'busy', 'storage_full', 'draining'] as const
/** … whoever asks about a room. */
const reading = ['not_found', 'banned'] as const
/** … whoever stores something in a room. */
const writing = [...reading, ...storing, 'client_id_conflict'] as const
/** … whoever stores something that others are to hear. */
const saying = [...writing, 'closed', 'refused'] as const

const packing = [
  'login_first',
  'forbidden',
  'not_found',
  'name_taken',
  'empty',
  'bad_text',
  'wrong_kind',
  'too_large',
  'too_many',
  'too_long',
  'busy',
  'storage_full',
  'draining',
] as const

export const commandWords: { readonly [C in CommandName]: CommandWords } = {
  'message.hide_cards': {
    does: 'The author wants no cards under an own message, for everybody and for good: a `message.carded` event with `off`.',
    refusals: [...writing, 'forbidden', 'rate_limited'],
  },
  'room.files': {
    does: 'Files of a room, newest first: its pictures and videos, or all others.',
    refusals: [...reading, 'rate_limited'],
  },
  'storage.read': {
    does: 'What one’s own files take; to the owner of the installation also what all of them do.',
    refusals: ['login_first'],
  },
  'pack.list': { does: 'The packs of pictures of this installation, page by page.', refusals: [] },
  'pack.make': {
    does: 'The owner of the installation makes a pack of pictures that were uploaded by `POST /api/packs/uploads`; with the same files again it is the same pack.',
    refusals: packing,
  },
  'pack.change': {
    does: 'Adds pictures to a pack, takes some out, gives it another title. What was said with a picture stays.',
    refusals: packing,
  },
  'pack.remove': {
    does: 'The pack is offered no more. What was said with its pictures stays.',
    refusals: ['login_first', 'forbidden', 'not_found', 'busy', 'storage_full', 'draining'],
  },
  hello: {
    does: 'The first command of a connection: which version, and who is this. Everything else before it is refused.',
    refusals: ['version_unsupported', 'login_first', 'already_logged_in'],
  },
  heartbeat: { does: 'Proves that the client lives: the answer to a `heads` push.', refusals: [] },
  'profile.set': {
    does: 'Takes a name and a bowl. The first time it also enters: from now on one is on the people lists and may write.',
    refusals: [...storing, 'name_invalid', 'name_taken', 'too_long'],
  },
  'profile.suggest': { does: 'A pleasant name that is free now. It is not reserved.', refusals: [] },
  'room.open': {
    does: 'Finds the room of an address, and makes it when there is none, with whoever opened it as its owner; never one whose address begins with `~`. It does not join it.',
    refusals: ['not_found', 'banned', 'name_invalid', 'too_long', 'busy', 'storage_full', 'draining'],
  },
  'room.join': {
    does: 'Subscribes this connection to a room, with a snapshot or from where one left off. A second join of the same room on the same connection begins anew.',
    refusals: reading,
  },
  'room.leave': {
    does: 'Ends the subscription, also one whose join is not answered yet. Of a room that one is not in: nothing happens.',
    refusals: [],
  },
  'room.history': {
    does: 'A page of the log, oldest first: lines with what became of them. One need not have joined. At most one of `before`, `after`, `around` and `at_ms`; without any: the newest.',
    refusals: reading,
  },
  'room.pins': { does: 'The pinned messages of a room, the newest pin first.', refusals: reading },
  'message.post': {
    does: 'Says something in a room that this connection has joined. Stored once, however often it is sent with the same `cid`. With `all` everybody is meant: section 7.',
    refusals: [...saying, 'empty', 'too_long', 'bad_text', 'forbidden'],
  },
  'message.edit': {
    does: 'The author’s new words for a message, for 24 hours after it was posted and at most 30 times.',
    refusals: [...saying, 'empty', 'too_long', 'bad_text', 'forbidden', 'expired', 'too_many'],
  },
  'message.erase': {
    does: 'The author takes a message away, for good and from every road: the log keeps its number, author and time. `recall` for 2 minutes after it was posted, `delete` at any time.',
    refusals: [...writing, 'forbidden', 'expired'],
  },
  'message.react': {
    does: 'Gives a message a reaction, or takes one’s own back. What is so already is answered with `dup` and stores nothing.',
    refusals: [...saying, 'too_many'],
  },
  'message.pin': {
    does: 'Pins a message, or takes the pin off. What is so already is answered with `dup` and stores nothing.',
    refusals: [...saying, 'too_many'],
  },
  'message.get': {
    does: 'Messages by their numbers, as they are now. One need not have joined. What is no message of this room is left out.',
    refusals: reading,
  },
  'message.edits': {
    does: 'One’s own message as it was before each edit, oldest first.',
    refusals: [...reading, 'login_first', 'forbidden'],
  },
  'me.erase_messages': {
    does: 'Begins to delete every message of one’s own, in one room or in all, each with a `message.erased` of its own. The answer says that it has begun; it goes on over restarts, and `erasing` pushes tell how far it is. The same `cid` again while it runs is answered alike.',
    refusals: [...reading, ...storing],
  },
  'me.delete': {
    does: 'Forgets who one is: session, name and bowl. Every connection of this person is closed with 4401, this one behind its answer. Messages are deleted, reactions and pins taken back; the name in what remains becomes `"—"`.',
    refusals: ['busy', 'storage_full', 'draining'],
  },
  'room.make': {
    does: 'Makes a room; whoever makes it owns it. `name` is the wished address of an open room, absent: made from the title; others get a random one that begins with `~`. The same `cid` again: the same room.',
    refusals: [...storing, 'client_id_conflict', 'name_invalid', 'name_taken', 'too_long', 'too_many'],
  },
  'room.change': {
    does: 'The owner changes what is given: a `room.changed` event. Open and link rooms may become each other; a private room stays private.',
    refusals: [...writing, 'forbidden', 'name_invalid', 'too_long'],
  },
  'room.directory': {
    does: 'Open rooms that are not archived: where something was said last comes first, and rooms in which nothing was said last. `text` stands in title, topic or address. Go on with `next` while there is one, also where the page is empty.',
    refusals: ['too_long'],
  },
  'room.quit': {
    does: 'Takes a room from one’s list. A member of a private room, or of a chat of more than two, leaves it for good.',
    refusals: [...writing, 'forbidden'],
  },
  'room.members': {
    does: 'Who belongs to a room: members of a private room or a chat, the owner of any; for the owner also who is banned. In the order of ids; a page has at most 200 of each.',
    refusals: reading,
  },
  'member.add': {
    does: 'A member adds somebody to a private room; elsewhere the owner undoes a removal.',
    refusals: [...writing, 'forbidden', 'refused', 'too_many'],
  },
  'member.remove': {
    does: 'The owner puts somebody out: its subscriptions end at once. To an open or link room it may come back, to a private one when added again. Who is not there, and has the room on no list, is `not_found`.',
    refusals: [...writing, 'forbidden'],
  },
  'member.ban': {
    does: 'The owner shuts somebody out, until `member.pardon`. In a private room: somebody who is or was a member.',
    refusals: [...writing, 'forbidden', 'too_many'],
  },
  'member.pardon': {
    does: 'The owner ends a ban. Who was a member is one again.',
    refusals: [...writing, 'forbidden', 'too_many'],
  },
  'member.hand_over': {
    does: 'The owner makes somebody else the owner, and is a member of a private room from now on, elsewhere nobody special. In an open or link room the other is there or has it on the list.',
    refusals: [...writing, 'forbidden', 'too_many'],
  },
  'chat.open': {
    does: 'The private chat of exactly these people and oneself; made when there is none.',
    refusals: [...storing, 'not_found', 'refused', 'too_many'],
  },
  'person.mark': {
    does: 'Ignores somebody (one does not want to see what it says), or refuses it (no private chats with it, no invitations from it), or neither. Nobody is told.',
    refusals: [...storing, 'not_found', 'too_many'],
  },
  'me.marks': {
    does: 'Whom one ignores and refuses.',
    refusals: ['login_first'],
  },
  'me.settings': {
    does: 'What one has chosen for all of one’s devices.',
    refusals: ['login_first'],
  },
  'me.set_settings': {
    does: 'Chooses for all of one’s devices. What is not named stays as it is. The answer is what holds now: of two choices that did not know of each other the later one.',
    refusals: storing,
  },
  'owner.claim': {
    does: 'Makes oneself the owner of the installation: once, with the code that its console shows.',
    refusals: [...storing, 'forbidden', 'expired'],
  },
  'room.mine': {
    does: 'One’s own list of rooms: where one has been under a name and has not quit. From now on this connection hears of it, by `mine`, `bells` and `read`.',
    refusals: ['login_first'],
  },
  'room.read': {
    does: 'One has read up to `seq`. The mark only goes forward. Answered when it is stored, which is gathered for half a second.',
    refusals: [...reading, ...storing],
  },
  'room.set_level': {
    does: 'What one wants to hear of a room; `null`: as is usual there.',
    refusals: [...reading, ...storing],
  },
  'push.key': {
    does: 'The installation’s public key for Web Push.',
    refusals: [],
  },
  'push.subscribe': {
    does: 'From now on messages for oneself that are not read soon are pushed to this address.',
    refusals: [...storing, 'unavailable'],
  },
  'push.unsubscribe': {
    does: 'Not there any more.',
    refusals: ['busy', 'storage_full', 'draining'],
  },
  'message.forward': {
    does: 'Says the words of another message again, as they are now, in a room that this connection has joined, with whose they are. One must be able to read where they come from.',
    refusals: saying,
  },
  'typing.set': {
    does: 'Says that one is writing, or not any more. It holds for 6 s: say it again while one goes on, every 3 s and not more often, and say it with `on` false when the text is sent, empty or left. In a room of more than 100 people, or one that more than 200 connections read, it is answered `ok` and nobody is told.',
    refusals: ['login_first', ...reading, 'closed'],
  },
  'search.messages': {
    does: 'Finds messages in which all words of `text` stand, newest first. Signs of Han and kana are found wherever they stand next to each other, also one alone; other words whole. `"…"` is a phrase, `tea*` a beginning, and so is the last word unless a space follows it; nothing else has a meaning. Width, case and accents do not count. What was said in the last second or two may be missing.',
    refusals: [...reading, 'empty', 'too_long', 'too_many', 'bad_text'],
  },
}
