import { codeShown } from '#tests/kit/claim-house.ts'
import { type FaultProxy, startProxy } from '#tests/kit/fault-proxy.ts'
import type { RawSocket } from '#tests/kit/raw-socket.ts'
import { type S3Server, startS3 } from '#tests/kit/s3-server.ts'
import { buildHouse, freePort } from '#tests/kit/server.ts'
import { bringReader } from '#tests/wire/v1-client.ts'
import { Crowd } from '../crowd/crowd.ts'
import { Landlady } from '../crowd/landlady.ts'
import type { Load } from '../crowd/orders.ts'
import type { Deed, Entry } from '../history.ts'
import type { Chance } from './chance.ts'
import { Disk } from './disk.ts'
import { Probe } from './probe.ts'
import { Samples } from './samples.ts'
import { ServerLife } from './server-life.ts'
import { sleep, steadyMs, until } from './steady.ts'
import { TeaSite } from './tea-site.ts'

/** What the crowd says of itself is so old at the most. */
const OLD_STATE_MS = 600

/** After a fault has ended. */
const CALM_MS = 5_000
const LANDLADY_MS = 10_000

/** What goes wrong a thousand times fills no screen; the report counts it. */
const MOST_TOLD = 50

/** Budgets that nobody of the crowd exhausts: all come from one address. */
const generous: Readonly<Record<string, string>> = {
  // The site that is linked to is on this machine.
  LINK_CARDS_ALLOW_PRIVATE: 'on',
  // So is the push service of the crowd ; a short run has no 8 s for it.
  PUSH_ALLOW_PRIVATE: 'on',
  PUSH_AFTER_SECONDS: '1',
  // F-20 says a thousand things twice, as quickly as they are answered.
  LIMIT_MESSAGES_BURST: '2500',
  LIMIT_MESSAGES_PER_SECOND: '100',
  LIMIT_CHANGES_BURST: '1000',
  LIMIT_CHANGES_PER_SECOND: '100',
  LIMIT_COMMANDS_BURST: '2500',
  LIMIT_COMMANDS_PER_SECOND: '200',
  LIMIT_FLOOD_PER_SECOND: '2000',
  LIMIT_GUESTS_PER_ADDRESS_BURST: '100000',
  LIMIT_GUESTS_PER_ADDRESS_PER_MINUTE: '100000',
  LIMIT_GUESTS_PER_NET_BURST: '100000',
  LIMIT_GUESTS_PER_NET_PER_MINUTE: '100000',
  LIMIT_CONNECTIONS_PER_ADDRESS: '20000',
  LIMIT_PENDING_PER_ADDRESS: '20000',
  LIMIT_JOINS_BURST: '1000',
  LIMIT_JOINS_PER_SECOND: '100',
  LIMIT_HISTORY_BURST: '1000',
  LIMIT_RENAMES_PER_MINUTE: '1000',
  LIMIT_ROOMS_PER_HOUR: '100000',
  LIMIT_REQUESTS_BURST: '100000',
  LIMIT_REQUESTS_PER_SECOND: '10000',
  LIMIT_SLICES_PER_ADDRESS: '64',
  LIMIT_UPLOADS_BURST: '100000',
  LIMIT_FREE_DISK_BYTES: String(2 * 1024 * 1024),
}

export type WorldOptions = {
  chance: Chance
  clients: number
  roomPeople: number
  load: Load & { packsEveryMs: number }
  diskMegabytes: number
  /** Files lie in a bucket beside the server, and not on its disk. */
  bucket?: true
  /** Where the image of its disk lies; a folder of the system when it is not given. */
  folder?: string
  preload?: string
  /** Nobody waits before coming back: a short run has no half minute for that. */
  hurry?: true
  env?: Readonly<Record<string, string>>
  take(entries: readonly Entry[]): void
  say(line: string): void
}

/** A server on a disk of its own, people who talk to it, and a way in that can be broken. Faults are done to it. */
export class World {
  readonly chance: Chance
  readonly server: ServerLife
  readonly disk: Disk
  readonly crowd: Crowd
  readonly proxy: FaultProxy
  readonly bucket: S3Server | null
  readonly site: TeaSite
  #landlady: Landlady | null = null
  readonly samples = new Samples()
  readonly options: WorldOptions
  /** What is wrong and no checker sees: an end that nobody wanted, a fault in the server's log. */
  readonly troubles: string[] = []
  readonly deeds: Deed[] = []
  /** What took so long that nobody waited for its end. */
  readonly late: string[] = []
  /** Null while one happens. */
  #faultOverMs: number | null = 0
  #stopSampling = () => {}

  private constructor(
    options: WorldOptions,
    parts: Pick<World, 'disk' | 'server' | 'crowd' | 'proxy' | 'bucket' | 'site'>,
  ) {
    this.options = options
    this.chance = options.chance
    this.disk = parts.disk
    this.server = parts.server
    this.crowd = parts.crowd
    this.proxy = parts.proxy
    this.bucket = parts.bucket
    this.site = parts.site
  }

  static async open(options: WorldOptions): Promise<World> {
    await buildHouse()
    const disk = Disk.open(options.diskMegabytes, options.folder)
    const bucket = options.bucket ? await startS3() : null
    const site = new TeaSite()
    let world: World | null = null
    const trouble = (says: string): void => world?.trouble(says)
    const server: ServerLife = new ServerLife({
      dataDir: disk.dataDir,
      port: await freePort(),
      env: { ...generous, ...bucket?.env(), ...options.env },
      deed: (deed) => world?.deeds.push(deed),
      surprise: trouble,
      ...(options.preload !== undefined && { preload: options.preload }),
    })
    const crowd = new Crowd({ server, seed: options.chance.seed, site: site.url, take: options.take, trouble })
    const lines = options.chance.of('proxy')
    const proxy = await startProxy(server, { chance: () => lines.fraction() })
    world = new World(options, { disk, server, crowd, proxy, bucket, site })
    return world
  }

  /** While a fault happens, and shortly after it, figures say nothing about the server. */
  get isCalm(): boolean {
    return this.#faultOverMs !== null && steadyMs() - this.#faultOverMs > CALM_MS
  }

  faultBegins(): void {
    this.#faultOverMs = null
  }

  faultEnds(): void {
    this.#faultOverMs = steadyMs()
  }

  say(line: string): void {
    this.options.say(line)
  }

  trouble(says: string): void {
    this.troubles.push(says)
    if (this.troubles.length <= MOST_TOLD) this.say(`✗ ${says}`)
  }

  /** Everybody comes, and begins to talk. */
  async begin(): Promise<void> {
    const { clients, roomPeople, load } = this.options
    await this.server.start()
    await this.#bringLandlady()
    await this.crowd.bring(clients, Math.max(1, Math.round(clients / roomPeople)), Math.min(400, 50 + clients / 10))
    this.crowd.behave(load)
    this.#landlady?.behave(load.packsEveryMs)
    const timer = setInterval(() => void this.samples.take(this.server, this.crowd.state.online, this.isCalm), 5_000)
    this.#stopSampling = () => clearInterval(timer)
  }

  async #bringLandlady(): Promise<void> {
    const { chance, take } = this.options
    await until('the code of the house is shown', () => codeShown(this.server.log) !== undefined, LANDLADY_MS)
    this.#landlady = await Landlady.movesIn({
      url: this.server.url,
      code: codeShown(this.server.log) ?? '',
      chance: chance.of('landlady'),
      sink: (entry) => take([entry]),
    })
  }

  /** Nobody begins anything any more. Names who still waits for something after `withinMs`. */
  async settle(withinMs: number): Promise<readonly string[]> {
    const packs = Promise.race([this.#landlady?.settle().then(() => []), sleep(withinMs).then(() => ['the landlady'])])
    const [waiting, late] = await Promise.all([this.crowd.settle(withinMs), packs])
    return [...waiting, ...(late ?? [])]
  }

  /** Resolves with the ms until somebody from outside is answered again, and `share` of the crowd is back. */
  async well(leastMs = 40_000, share = 0.97): Promise<number> {
    const { clients } = this.options
    // A crowd that comes from this machine, too, takes its time.
    const withinMs = leastMs + clients * 25
    const sinceMs = steadyMs()
    await until('the server is well again', () => this.server.answers(), withinMs)
    // What the crowd says of itself is half a second old.
    await sleep(OLD_STATE_MS)
    if (this.options.hurry) {
      this.crowd.hurry()
      this.#landlady?.hurry()
    }
    const isBack = () => this.crowd.state.online >= share * (clients - this.crowd.state.away)
    // That all come back is asked at the end of the run. How soon is a matter of the machine, too.
    await until('the crowd is back', isBack, withinMs, 50).catch((error) => this.late.push(String(error)))
    return steadyMs() - sinceMs
  }

  /** Somebody who asks from outside of the crowd. */
  probe(): Promise<Probe> {
    return Probe.bring(this.server)
  }

  /** What an answer may take while a fault is on: a second, or eight times what it took on this machine just before. */
  async promptMs(probe: Probe, leastMs = 1_000): Promise<number> {
    let slowestMs = 0
    for (let at = 0; at < 10; at++) slowestMs = Math.max(slowestMs, await probe.answerMs())
    return Math.max(leastMs, 8 * slowestMs)
  }

  /** Somebody in a room of the crowd who never reads what it is told. */
  async deafReader(room = 'room-0'): Promise<RawSocket> {
    const { socket } = await bringReader(this.server, room)
    socket.stopReading()
    return socket
  }

  async close(): Promise<void> {
    this.#stopSampling()
    this.#landlady?.stop()
    await this.crowd.end()
    if (this.server.isUp) await this.server.kill()
    await this.proxy[Symbol.asyncDispose]()
    await this.site.stop()
    await this.bucket?.stop()
    this.disk.close()
  }
}
