import type { CommandInput, CommandName, CommandReply, PushFrame } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { StoredReply } from '#protocol/messages.ts'
import { versions } from '#protocol/version.ts'
import { askOnce } from './ask-once.ts'
import { Connection } from './connection.ts'
import { LiveRoom } from './live-room.ts'
import type { Platform } from './platform.ts'
import type { Room, Source } from './room.ts'
import { RoomShelf } from './room-shelf.ts'
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
  /**
   * Tries at once instead of waiting (the network is back, the tab is seen, a person asked). A try that is under way begins
   * anew: while `connecting`, call it only where that one cannot come through. Online, it makes sure of the line.
   */
  retryNow(): void
  /** One command, one answer. Rejects with `Refused`, or `Disconnected` when the answer can no longer come. */
  call<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandReply<C>>
  /**
   * Calls `listener` with every push, after rooms have heard it: what concerns the person and no single room comes this way
   * (`mine`, `bells`, `read`, `marks`, `erasing`). Pass over kinds that you do not know. Returns its stop.
   */
  onPush(listener: (frame: PushFrame) => void): () => void
  /**
   * The room of an address; the same object for the same name, as long as it is not one of hundreds that were left. It joins
   * by itself whenever the client is online.
   */
  room(name: string): Room
  /**
   * Says a message of another room again, in the room of the address `to`, which it joins for that when nobody
   * looks at it. Resolves when it is stored; where the line breaks before the answer it is sent again for 30 s, with the
   * same cid. Rejects with `Refused`, or with `Disconnected`: then it may have been stored. Whoever gives
   * it a `cid` of its own (a UUID) may ask again with that one: it is not said twice. `from.epoch` is that of the log in which the
   * message was seen; without it that of the room, as it was joined last. Where the log was restored since: `not_found`.
   */
  forward(to: string, from: Source, cid?: string): Promise<StoredReply>
}

export function createClient(options: ClientOptions): Client {
  const { platform } = options
  const statusListeners = new Set<(status: Status) => void>()
  const pushListeners = new Set<(frame: PushFrame) => void>()
  const most = Math.max(limits.snapshotEvents, options.most ?? limits.pageEvents)

  const connection = new Connection({
    platform,
    url: options.url,
    hello: helloOf(options),
    changed(status) {
      if (status.name === 'online') queue.online(status.welcome.me.id)
      else queue.offline()
      if (status.name === 'online') rooms.online()
      else rooms.offline()
      tell(platform, statusListeners, (listener) => listener(status))
    },
    push(frame) {
      if (frame[1] === 'heads') queue.lookAgain()
      rooms.hear(frame)
      tell(platform, pushListeners, (listener) => listener(frame))
    },
  })
  const queue: SendQueue = new SendQueue({
    author: options.principal ?? null,
    platform,
    connection,
    changed: (name) => rooms.find(name)?.tellOutgoing(),
    view: (name) => rooms.find(name)?.view ?? null,
    reach: (name) => rooms.of(name).reach(),
    done: (name) => rooms.find(name)?.endErrand(),
  })
  const rooms = new RoomShelf((name) => new LiveRoom({ platform, connection, queue, name, most }))

  return {
    get status() {
      return connection.status
    },
    onStatus(listener) {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    onPush(listener) {
      pushListeners.add(listener)
      return () => pushListeners.delete(listener)
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
      if (name === 'profile.set')
        asked.then(
          () => rooms.online(),
          () => {},
        )
      return asked
    },
    room: (name) => rooms.visit(name),
    forward(to, from, cid) {
      // A number of another log may be another message by the time that it is sent (P-21).
      const epoch = from.epoch ?? rooms.epochOf(from.room)
      return rooms.of(to).forward({ ...from, ...(epoch !== undefined && { epoch }) }, cid)
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
