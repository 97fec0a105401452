import type { CommandInput, CommandName, CommandReply, PushFrame } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { ErasingPush } from '#protocol/own-data.ts'
import { versions } from '#protocol/version.ts'
import { askOnce } from './ask-once.ts'
import { Connection } from './connection.ts'
import { LiveRoom } from './live-room.ts'
import type { Platform } from './platform.ts'
import type { Room } from './room.ts'
import { SendQueue } from './send-queue.ts'
import type { Status } from './status.ts'
import { tell } from './tell.ts'

export type ClientOptions = {
  platform: Platform
  /** ws:// or wss:// address of `/ws`. */
  url: string
  /** Only outside of browsers; there the cookie says who one is. */
  token?: string
  /**
   * Id of who will be speaking, where that is known before the hello (`/api/session` tells): then also what is posted
   * before the first hello survives a reload.
   */
  principal?: string
  locale?: 'zh-CN' | 'en'
  /** Name and version of the program, for the server's log. */
  client?: string
  /** Who missed more events of a room than this gets a new snapshot instead of all of them. 500, and never below 50. */
  most?: number
}

export type Client = {
  readonly status: Status
  /** Calls `listener` after each change, with rooms and unsent messages already told. Returns its stop. */
  onStatus(listener: (status: Status) => void): () => void
  /** Connects, and stays connected until `stop`: 0.3–1.5 s after a loss, then doubled with full jitter, 1–30 s. */
  start(): void
  /** Ends the connection and all waiting. Unsent messages stay in the keep, and go on with `start`. */
  stop(): void
  /** Tries at once instead of waiting (the network is back, the tab is seen, a person asked). */
  retryNow(): void
  /** One command, one answer. Rejects with `Refused`, or `Disconnected` when the answer can no longer come. */
  call<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandReply<C>>
  /** How far the deletion of one's own messages is, after `me.erase_messages` of any tab. Returns its stop. */
  onErasing(listener: (push: ErasingPush) => void): () => void
  /** The room of an address; the same object for the same name. It joins by itself whenever the client is online. */
  room(name: string): Room
}

export function createClient(options: ClientOptions): Client {
  const { platform } = options
  const rooms = new Map<string, LiveRoom>()
  const statusListeners = new Set<(status: Status) => void>()
  const erasingListeners = new Set<(push: ErasingPush) => void>()
  const most = Math.max(limits.snapshotEvents, options.most ?? limits.pageEvents)

  const connection = new Connection({
    platform,
    url: options.url,
    hello: helloOf(options),
    changed(status) {
      if (status.name === 'online') queue.online(status.welcome.me.id)
      else queue.offline()
      for (const room of rooms.values()) {
        if (status.name === 'online') room.online()
        else room.offline()
      }
      tell(platform, statusListeners, (listener) => listener(status))
    },
    push(frame) {
      if (frame[1] === 'heads') queue.lookAgain()
      if (frame[1] === 'erasing') tell(platform, erasingListeners, (listener) => listener(frame[2]))
      else pushTo(rooms, frame)
    },
  })
  const queue: SendQueue = new SendQueue({
    author: options.principal ?? null,
    platform,
    connection,
    changed: (name) => rooms.get(name)?.tellOutgoing(),
    view: (name) => rooms.get(name)?.view ?? null,
    reach: (name) => roomOf(name).reach(),
    done: (name) => rooms.get(name)?.endErrand(),
  })
  function roomOf(name: string): LiveRoom {
    const room = rooms.get(name) ?? new LiveRoom({ platform, connection, queue, name, most })
    rooms.set(name, room)
    return room
  }

  function knockAgain() {
    for (const room of rooms.values()) if (room.isRefused) room.online()
  }

  return {
    get status() {
      return connection.status
    },
    onStatus(listener) {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    onErasing(listener) {
      erasingListeners.add(listener)
      return () => erasingListeners.delete(listener)
    },
    start() {
      queue.start()
      connection.start()
    },
    stop() {
      connection.stop()
      queue.rest()
    },
    retryNow: () => connection.retryNow(),
    call(name, input) {
      const asked = askOnce(connection, name, input)
      // Who has entered may be let in where a looker was not.
      if (name === 'profile.set') asked.then(knockAgain, () => {})
      return asked
    },
    room(name) {
      const room = roomOf(name)
      room.visit()
      return room
    },
  }
}

function helloOf({ token, locale, client }: ClientOptions): CommandInput<'hello'> {
  return {
    v: Math.max(...versions),
    ...(client === undefined ? {} : { client }),
    ...(token === undefined ? {} : { token }),
    ...(locale === undefined ? {} : { locale }),
  }
}

function pushTo(rooms: ReadonlyMap<string, LiveRoom>, [, kind, body]: PushFrame) {
  for (const room of rooms.values()) {
    if (kind === 'heads') room.hearHead(room.info ? body.rooms[room.info.id] : undefined)
    else if (kind === 'events' && room.isIn(body.room)) room.hearEvents(body)
    else if (kind === 'people' && room.isIn(body.room)) room.hearPeople(body)
    else if (kind === 'typing' && room.isIn(body.room)) room.hearTyping(body)
  }
}
