import { dirname } from 'node:path'
import { readSecret } from './accounts/secret.ts'
import { createClassic } from './classic/index.ts'
import type { Config } from './config.ts'
import type { News, Said } from './delivery/event-log.ts'
import { openDelivery } from './delivery/index.ts'
import { requireHeads } from './delivery/require-heads.ts'
import { openFiling } from './filing.ts'
import type { Assets } from './gateway/assets.ts'
import { requireHost } from './gateway/bun-server.ts'
import { type Gateway, openGateway } from './gateway/index.ts'
import { keepHouse } from './keep-house.ts'
import { AddressCounts } from './kit/address-counts.ts'
import { atMostEvery } from './kit/at-most-every.ts'
import { type Clock, nextTurn } from './kit/clock.ts'
import type { Log } from './kit/log.ts'
import { createParts, type Parts } from './parts.ts'
import { createPictures } from './pictures/index.ts'
import { readPushKeys } from './push/index.ts'
import type { Database } from './storage/database.ts'
import { openSqlite } from './storage/database-sqlite.ts'
import { unreadable } from './storage/unreadable.ts'

export type AppNeeds = {
  config: Config
  clock: Clock
  log: Log
  assets: Assets
  version: string
  /** The disk broke a promise: the process must end at once, and say so. */
  onFatal(error: unknown): void
}

export type App = {
  port: number
  /** Makes whoever enters it the owner of the installation (T-72): for the console alone. Null: it has one. */
  claimCode: string | null
  /** Sends everybody away, keeps what was accepted, closes the database. Resolves when it is safe to exit (P-17). */
  stop(): Promise<void>
}

const MINUTE_MS = 60_000
/** Clients come back spread over this, so that a restart is no storm. */
const RETURN_SPREAD_MS = 3_000
/** What was sent last gets this long to leave. */
const LAST_FRAMES_MS = 1_500
const LOOK_AGAIN_MS = 20

/** Builds the house and opens its door. Refuses with `StorageRefused`, or `ConfigError` for a port in use or a bad host. */
export async function startApp(needs: AppNeeds): Promise<App> {
  await requireHost(needs.config.host)
  const { path } = needs.config.database
  const database = await openSqlite(path, needs.clock)
  try {
    await requireHeads(database.read, path)
    const house = await furnish(needs, database)
    const endHousekeeping = keepHouse(needs, house.chores)
    const stop = () => close(needs.clock, database, house, endHousekeeping)
    return { port: house.gateway.server.port, claimCode: house.claimCode, stop }
  } catch (error) {
    await database.close()
    throw unreadable(path, error)
  }
}

type House = Awaited<ReturnType<typeof furnish>>

/** The shelves, the parts on them, and the door; each gets exactly what it names. */
async function furnish({ config, clock, log: diary, assets, version, onFatal }: AppNeeds, database: Database) {
  const { limits: quota } = config
  const secret = readSecret(dirname(config.database.path))
  // The door is opened last; until then nobody listens, so nothing is lost by not publishing.
  let door: Gateway | null = null
  const publish = (topic: string, frame: string) => door?.server.publish(topic, frame)
  const listeners = (topic: string) => door?.server.listeners(topic) ?? 0
  const bounds = { jobs: quota.writeQueue, bytes: quota.writeQueueBytes }
  const onFull = atMostEvery(MINUTE_MS, clock.steadyMs, ({ cause }: Error) => {
    diary.error('storage_full', { error: String(cause) })
  })
  // The parts stand above the log that some of them follow; they catch up with what comes before they are there.
  let followers: Parts | null = null
  const onTold = (news: readonly News[]) => followers?.cards.hear(news)
  const onNews = (roomIds: Iterable<string>) => followers?.search.indexer.hear(roomIds)
  const onSaid = (said: ReadonlyMap<string, Said>) => {
    followers?.reading.hearSaid(said)
    followers?.push.hear(said)
  }
  const writeMs = config.writeMicroseconds / 1_000
  const delivery = openDelivery({ database, clock, writeMs, publish, onFull, onFatal, onTold, onNews, onSaid, bounds })
  const pushKeys = config.push.on ? readPushKeys(dirname(config.database.path)) : null
  const pictures = createPictures({ clock, diary })
  const filing = await openFiling({ config, clock, log: diary }, pictures)
  const parts = createParts({ config, clock, diary, secret, pushKeys, delivery, publish, listeners, ...filing })
  followers = parts
  const { accounts, principals, rooms, reading, presence, messages, ownData, search, push, uploads, blobs, cards } =
    parts

  const { lobbyId, claimCode } = await begin(parts)
  const { feed } = delivery
  const { connections: inAll, connectionsPerAddress: perAddress, pendingPerAddress } = quota
  const addresses = new AddressCounts({ inAll, perAddress, pendingPerAddress })
  const people = { accounts, principals, rooms, presence, messages, feed, addresses }
  const classic = config.classic
    ? createClassic({ clock, log: diary, lobbyId, publish, limits: quota, ...people })
    : null

  const state = { ready: true }
  const { exports, packs, handlers } = parts
  const talk = { accounts, principals, rooms, exports, uploads, packs, cards, handlers, classic, addresses }
  const asked = { isReady: () => state.ready, isClaimable: parts.house.isClaimable }
  const gateway = openGateway({ config, clock, log: diary, version, assets, ...talk, ...asked })
  door = gateway
  const swept = [gateway, principals, presence, reading, push, ...(classic ? [classic] : [])]
  const ended = [accounts, push.ended, cards, uploads, blobs]
  const chores = {
    indexer: search.indexer,
    swept,
    budgets: [...parts.budgets, gateway],
    feed,
    ended,
    left: [uploads, blobs],
    blobs,
    rooms,
  }
  return { delivery, ownData, reading, push, cards, pictures, chores, classic, gateway, state, claimCode }
}

/** What has to be there, or forgotten, before anybody comes. */
async function begin({ rooms, accounts, ownData, push, uploads, blobs, packs, cards, house }: Parts) {
  const { id: lobbyId } = await rooms.openLobby()
  await accounts.forgetClassicGuests()
  await rooms.sweepBans()
  await ownData.resume()
  await push.start()
  await uploads.start()
  await blobs.start()
  await packs.start()
  await cards.start()
  return { lobbyId, claimCode: await house.open() }
}

async function close(clock: Clock, database: Database, house: House, endHousekeeping: () => void): Promise<void> {
  const { delivery, ownData, reading, push, cards, pictures, classic, gateway, state } = house
  state.ready = false
  // Whom we send away comes back within seconds: a crowd that finds the door open keeps us from ever being done.
  gateway.server.stopListening()
  ownData.stop()
  push.stop()
  cards.stop()
  void pictures.stop()
  gateway.sendAway(RETURN_SPREAD_MS)
  reading.flush()
  await delivery.close()
  delivery.feed.flush()
  // What was written last is answered in the turns of its promises, however many they are.
  await nextTurn()
  await gateway.closeAll()
  classic?.closeAll()
  const giveUpMs = clock.steadyMs() + LAST_FRAMES_MS
  while (gateway.connections() + (classic?.connections() ?? 0) > 0 && clock.steadyMs() < giveUpMs) {
    await new Promise<void>((resolve) => void clock.after(LOOK_AGAIN_MS, resolve))
  }
  endHousekeeping()
  await gateway.server.stop()
  await database.close()
}
