import * as v from 'valibot'
import { withFiles } from '#protocol/files-text.ts'
import { type MessagePosted, messagePosted } from '#protocol/message-events.ts'
import type { Accounts } from '#server/accounts/index.ts'
import { addPlace } from '#server/accounts/places.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import type { Logged } from '#server/delivery/event-log.ts'
import type { LiveRoom } from '#server/delivery/live-room.ts'
import type { RoomFeed } from '#server/delivery/room-feed.ts'
import type { Clock } from '#server/kit/clock.ts'
import { fileWords } from '#server/kit/file-words.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Presence } from '#server/presence/index.ts'
import type { Coming, Rooms } from '#server/rooms/index.ts'
import type { ClassicSession, Guest } from './classic-session.ts'
import { type ClassicFrame, encodeFrame } from './frames.ts'
import { type Line, PaceLines } from './pace-lines.ts'
import { PageAddresses } from './page-addresses.ts'
import { plainText } from './plain-text.ts'
import { avatarUrl, chooseListed, type Listed, userList } from './user-list.ts'

export type LobbyNeeds = {
  clock: Clock
  log: Log
  lobbyId: string
  publish(topic: string, frame: string): void
  accounts: Pick<Accounts, 'closeClassicGuest'>
  principals: Principals
  rooms: Pick<Rooms, 'leaveAll' | 'come'>
  presence: Presence
  feed: RoomFeed
}

/** Somebody who is here, and the address under which its page finds our avatars. */
type Present = { readonly guest: Guest; readonly baseUrl: string }

/** Frames differ by the address of our avatars alone, so each address has its own topic, and is encoded for once. */
const topicOf = (baseUrl: string): string => `classic:${baseUrl}`

/** The lobby as classic pages hear it: who comes and goes, and what is said. */
export class ClassicLobby {
  readonly #needs: LobbyNeeds
  readonly #present = new Map<string, Present>()
  readonly #addresses = new PageAddresses()
  /** Whose login name was taken: what they hear is written for each alone. */
  readonly #renamed = new Map<ClassicSession, Guest & { wish: string; baseUrl: string }>()
  readonly #lines: PaceLines
  readonly #stopWatching: () => void

  constructor(needs: LobbyNeeds) {
    this.#needs = needs
    this.#lines = new PaceLines(needs.clock, (line) => this.#announceLine(line))
    this.#stopWatching = needs.presence.watch(({ kind, roomId, principal }) => {
      if (roomId !== needs.lobbyId || this.#present.size === 0) return
      this.#lines.add({ id: principal.id, kind, name: principal.name })
    })
  }

  /** The lobby's log, to be heard from now on. */
  async open(): Promise<LiveRoom> {
    const room = await this.#needs.feed.open(this.#needs.lobbyId)
    room.listeners.add(this.#hear)
    return room
  }

  /** A place for somebody who is on the way in. */
  come({ id }: Principal): Promise<Coming> {
    return this.#needs.rooms.come(id, this.#needs.lobbyId)
  }

  enter(session: ClassicSession, guest: Guest, room: LiveRoom, coming: Coming): void {
    const { principals, presence, feed, lobbyId } = this.#needs
    // What the tick has gathered belongs to those who are here already: who comes hears no history.
    room.pace.flush()
    principals.connect(guest.principal, session)
    feed.hold(room)
    addPlace(session, coming.settle({ room, end: () => feed.release(room) }))
    const baseUrl = this.#addresses.enter(session.baseUrl)
    this.#present.set(guest.principal.id, { guest, baseUrl })
    if (guest.wish === null) session.subscribe(topicOf(baseUrl))
    else this.#renamed.set(session, { ...guest, wish: guest.wish, baseUrl })
    presence.enter(guest.principal, lobbyId)
  }

  /** Those who stay are told; the name is free again. */
  leave(session: ClassicSession, { principal }: Guest): void {
    const { principals, rooms, accounts, log } = this.#needs
    const present = this.#present.get(principal.id)
    if (present) {
      session.unsubscribe(topicOf(present.baseUrl))
      this.#addresses.leave(present.baseUrl)
    }
    this.#renamed.delete(session)
    this.#present.delete(principal.id)
    principals.disconnect(principal, session)
    rooms.leaveAll(principal, session, 'at-once')
    accounts.closeClassicGuest(principal).catch((error: unknown) => {
      // A server that stops writes nothing more: the next start frees these names.
      if (!(error instanceof Refusal)) log.error('classic_name_kept', { principal: principal.id, error: String(error) })
    })
  }

  /** Nobody is told anything any more: the server stops. */
  close(): void {
    this.#stopWatching()
    this.#lines.stop()
  }

  #hear = (events: readonly Logged[]): void => {
    if (this.#present.size === 0) return
    for (const { json } of events) {
      const event: unknown = JSON.parse(json)
      if (v.is(messagePosted, event)) this.#announceMessage(event)
    }
  }

  #announceMessage({ by, body, files }: MessagePosted): void {
    const words = body === '' ? '' : plainText(body, by.name)
    const msg = withFiles(words, files, fileWords['zh-CN'])
    const picture = this.#present.get(by.id)?.guest.picture
    const frame = (baseUrl: string, from = by.name): ClassicFrame => {
      return { type: 'user', from, msg, headerimg: picture ?? avatarUrl(baseUrl, by.look) }
    }
    const encoded = this.#publish(frame)
    for (const [session, { principal, wish, baseUrl }] of this.#renamed) {
      const from = by.id === principal.id ? wish : by.name === wish ? `${wish}-1` : by.name
      if (from === by.name) session.sayEncoded(encoded(baseUrl))
      else session.say(frame(baseUrl, from))
    }
  }

  #announceLine({ kind, name }: Line): void {
    const listed = chooseListed(
      () => this.#everybody(),
      [...this.#present.values()].map(({ guest }) => guest),
    )
    const type = kind === 'came' ? 'login' : 'logout'
    const encoded = this.#publish((baseUrl) => ({ type, msg: name, user_list: userList(listed, baseUrl) }))
    for (const [session, { baseUrl }] of this.#renamed) session.sayEncoded(encoded(baseUrl))
  }

  *#everybody(): Iterable<Listed> {
    for (const { principal, sinceMs } of this.#needs.presence.present(this.#needs.lobbyId)) {
      yield { principal, sinceMs, picture: this.#present.get(principal.id)?.guest.picture ?? null }
    }
  }

  /** To everybody but the renamed: encoded once for each address. Returns what was said at an address. */
  #publish(frame: (baseUrl: string) => ClassicFrame): (baseUrl: string) => string {
    const encoded = new Map<string, string>()
    for (const baseUrl of this.#addresses.all()) {
      const text = encodeFrame(frame(baseUrl))
      encoded.set(baseUrl, text)
      this.#needs.publish(topicOf(baseUrl), text)
    }
    return (baseUrl) => encoded.get(baseUrl) ?? encodeFrame(frame(baseUrl))
  }
}
