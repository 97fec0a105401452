import { limits } from '#protocol/limits.ts'
import { type AccountNeeds, type Accounts, createAccounts } from './accounts/index.ts'
import { Principals } from './accounts/principals.ts'
import { createCards } from './cards/index.ts'
import { type Chats, createChats } from './chats/index.ts'
import type { Config } from './config.ts'
import type { openDelivery } from './delivery/index.ts'
import { createExports } from './export/index.ts'
import { type FileStore, KeptBlobs, tellBroken } from './files/index.ts'
import { createHouse, type House } from './house/index.ts'
import type { Clock } from './kit/clock.ts'
import type { Log } from './kit/log.ts'
import { createMarks, type Marks } from './marks/index.ts'
import type { Forget } from './messages/erase-message.ts'
import { createMessages, type Messages } from './messages/index.ts'
import { createOwnData, type OwnData } from './own-data/index.ts'
import { createPacks, type Packs } from './packs/index.ts'
import type { Inspect } from './pictures/inspected.ts'
import { Presence } from './presence/index.ts'
import { createPush, type Push } from './push/index.ts'
import type { PushKeys } from './push/push-keys.ts'
import { createReading, type Reading } from './reading/index.ts'
import { type Audience, createRooms, type Rooms, type RoomWatch, standingOf } from './rooms/index.ts'
import { createSearch, type Search } from './search/index.ts'
import { createSettings, type PersonSettings } from './settings/index.ts'
import type { Sql } from './storage/database.ts'
import { createUploads, deleteWaiting, type Uploads } from './uploads/index.ts'

export type PartsNeeds = {
  config: Config
  clock: Clock
  diary: Log
  secret: Buffer
  /** Null: nothing is pushed. */
  pushKeys: PushKeys | null
  /** Where the bytes of files are kept, and the folder for those on their way. */
  store: FileStore
  uploadFolder: string
  /** Where pictures of cards lie while they are looked at. */
  cardFolder: string
  inspect: Inspect
  delivery: Pick<ReturnType<typeof openDelivery>, 'log' | 'lines' | 'feed' | 'storage'>
  publish(topic: string, frame: string): void
  /** How many connections hear a topic. */
  listeners(topic: string): number
}

const complainTo =
  (diary: Log) =>
  (event: string) =>
  (error: unknown): void =>
    diary.error(event, { error: String(error) })

const shelvesOf = ({ config, clock, secret, delivery }: PartsNeeds) => ({
  ...delivery,
  clock,
  quota: config.limits,
  secret,
  roomTitle: config.roomTitle,
})

/** Who there is, and where: the parts below all that is said. */
function createPlaces(needs: PartsNeeds) {
  const { clock, diary, delivery, publish, listeners } = needs
  const principals = new Principals(clock.steadyMs)
  const shelves = { ...shelvesOf(needs), principals }
  const complain = complainTo(diary)
  const presence = new Presence({ clock, publish, quota: shelves.quota })
  const reading = createReading({ ...shelves, publish, listeners, onError: complain('list_failed') })
  const { seatIn, changedFor } = reading
  const onProfile: AccountNeeds['onProfile'] = (principal, before) => {
    presence.profileChanged(principal)
    reading.profileChanged(principal, before)
    rooms.personChanged(principal).catch(complain('rename_failed'))
  }
  const onNewGuest: AccountNeeds['onNewGuest'] = (...guest) => rooms.newGuest(...guest)
  const accounts = createAccounts({ ...shelves, nameChars: limits.nameChars, onProfile, onNewGuest })
  const marks = createMarks({ ...shelves, hasEntered: accounts.hasEntered })
  const settings = createSettings({ ...shelves, hasEntered: accounts.hasEntered })
  const house = createHouse({ storage: delivery.storage, clock })
  const rooms = createRooms({
    ...shelves,
    ...marks,
    ...house,
    ...reading,
    ...followers(presence, reading),
    onError: complain('resume_failed'),
  })
  const chats = createChats({ ...shelves, ...marks, seatIn, changedFor })
  return { principals, presence, reading, accounts, marks, settings, house, rooms, chats }
}

/** Every part that answers commands, lowest first, each with exactly what it names. */
export function createParts(needs: PartsNeeds) {
  const { config, clock, diary, pushKeys, delivery } = needs
  const { storage } = delivery
  const complain = complainTo(diary)
  const { principals, ...places } = createPlaces(needs)
  const { presence, reading, accounts, marks, settings, house, rooms, chats } = places
  const shelves = { ...shelvesOf(needs), principals }
  const { namesOf, personOf } = accounts
  const { requireRight, forgetPlaces, findStanding } = rooms
  const blobs = new KeptBlobs({ ...needs, storage, onBroken: tellBroken(needs.uploadFolder, clock, diary) })
  const uploads = createUploads({ ...shelves, ...needs, blobs, findStanding, folder: needs.uploadFolder })
  const onMissing = (id: string) => diary.error('picture_missing', { picture: id })
  const packs = createPacks({ storage, clock, blobs, onMissing, ownsHouse: house.ownsHouse })
  const search = createSearch({ ...shelves, requireRight, onError: complain('index_failed') })
  const forget: Forget = async (tx, roomId, seqs) => {
    await search.forget(tx, roomId, seqs)
    await reading.forgetMentions(tx, roomId, seqs)
  }
  const messages = createMessages({
    ...shelves,
    bodyChars: limits.bodyChars,
    namesOf,
    personOf,
    ...packs,
    forget,
    noteFor: reading.noteFor,
    standingOf,
    findRoom: rooms.findRoom,
    isRefusedIn: chats.isRefusedIn,
    callBack: chats.callBack,
    peopleIn: (roomId) => presence.count(roomId),
  })
  const erasing = { own: messages.own, forgetPlaces, forgetPerson: createForgetPerson(marks, house, rooms) }
  const ownData = createOwnData({ ...shelves, ...erasing, diary, accounts })
  const cards = createCards({
    ...shelves,
    ...needs,
    blobs,
    folder: needs.cardFolder,
    messages: messages.cards,
    cards: config.cards,
  })
  const exports = createExports({ ...shelves, diary, rooms, blobs })
  const push = createPush({ ...shelves, diary, keys: pushKeys, push: config.push })

  const answering = { ...places, messages, ownData, search, push, uploads, packs }
  const handlers = handlersOf(answering, clock)
  const budgets = [
    uploads,
    accounts,
    marks,
    settings,
    house,
    rooms,
    reading,
    chats,
    messages,
    presence,
    search,
    ownData,
    exports,
    push,
    cards,
  ]
  return { ...answering, principals, blobs, cards, exports, handlers, budgets }
}

export type Parts = ReturnType<typeof createParts>

/** Who hears of those who come and go, and of what becomes of rooms. */
const followers = (presence: Presence, reading: Reading) => ({
  audience: audienceOf(presence, reading),
  watch: watchOf(presence, reading),
  peopleIn: (roomId: string): number => presence.count(roomId),
})

/** They are there for others, and the room is on their lists. */
const audienceOf = (presence: Presence, reading: Reading): Audience => ({
  arrived(caller, roomId, people) {
    presence.arrived(caller, roomId, people)
    reading.arrived(caller, roomId)
  },
  left: (...leaving) => presence.left(...leaving),
})

/** Nobody is anywhere, or has on a list, what it may not see. */
const watchOf = (presence: Presence, reading: Reading): RoomWatch => ({
  made: (roomId, by) => reading.changedFor(by, roomId),
  changed(roomId, notice) {
    if (notice.type === 'member.changed') reading.changedFor(notice.who.id, roomId)
    // Whoever comes into a room or is put out of it changes nothing on the lists of others.
    if (notice.type === 'room.changed' || notice.how === 'owner' || notice.how === 'left') reading.changed(roomId)
  },
  putOut(personId, roomId) {
    presence.putOut(personId, roomId)
    reading.wasPutOut(personId, roomId)
  },
})

type Answering = {
  accounts: Accounts
  marks: Marks
  settings: PersonSettings
  house: House
  rooms: Rooms
  reading: Reading
  chats: Chats
  messages: Messages
  ownData: OwnData
  presence: Presence
  search: Search
  push: Push
  uploads: Uploads
  packs: Packs
}

/** Every command with who answers it; one that is missing does not compile in the gateway. */
const handlersOf = (parts: Answering, clock: Clock) => ({
  heartbeat: { right: 'be-here', handle: () => ({ now_ms: clock.nowMs() }) } as const,
  ...parts.accounts.handlers,
  ...parts.marks.handlers,
  ...parts.settings.handlers,
  ...parts.house.handlers,
  ...parts.rooms.handlers,
  ...parts.reading.handlers,
  ...parts.chats.handlers,
  ...parts.messages.handlers,
  ...parts.ownData.handlers,
  ...parts.presence.handlers,
  ...parts.search.handlers,
  ...parts.push.handlers,
  ...parts.uploads.handlers,
  ...parts.packs.handlers,
})

/** What other parts than accounts have of somebody goes in the transaction that deletes it. */
const createForgetPerson =
  (marks: Marks, house: House, rooms: Rooms) =>
  async (sql: Sql, id: string): Promise<void> => {
    await marks.deleteMarks(sql, id)
    await house.disown(sql, id)
    await rooms.forgetPlacesOf(sql, id)
    await deleteWaiting(sql, id)
  }
