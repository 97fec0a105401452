import { type Fault, lacks, NotProven } from './faults/fault.ts'
import type { Entry, Report } from './history.ts'
import { lookAtFiles, openJudge, quickCheck } from './judge.ts'
import type { Chance } from './world/chance.ts'
import type { Figures } from './world/samples.ts'
import { sleep, steadyMs } from './world/steady.ts'
import { World } from './world/world.ts'

const SETTLE_MS = 90_000
/** What a fault may take above what it says before the run calls it hung. */
const HUNG_MS = 120_000
/** From here on there is time for faults that take a minute. */
const LONG_RUN_MS = 15 * 60_000
/** What a server needs before its memory says anything. */
const WARM_MS = 120_000

export type SessionOptions = {
  chance: Chance
  ms: number
  everyMs: number
  clients: number
  messagesPerSecond: number
  goingsPerSecond: number
  /** None: nothing is broken, and nothing has to be proven of faults. */
  faults: readonly Fault[]
  /** Each of them once, in their order, and then the end; whoever has lost its line comes back at once. */
  once?: true
  diskMegabytes: number
  /** Files lie in a bucket, not on the disk. */
  bucket?: true
  folder?: string
  preload?: string
  /** File for all entries and deeds. */
  keep?: string
  say(line: string): void
  /** True when somebody wants the report now. */
  isOver?(): boolean
}

export type FaultDone = { fault: Fault; atS: number; proof: string }
export type FaultNot = { fault: Fault; why: string; times: number }

export type Outcome = {
  seed: number
  seconds: number
  clients: number
  said: number
  /** Nothing was to be broken. */
  isCalm: boolean
  done: readonly FaultDone[]
  /** It was to happen, and did not. */
  unproven: readonly FaultNot[]
  /** It cannot be done on this machine. */
  skipped: readonly FaultNot[]
  /** What is wrong and no history shows. */
  troubles: readonly string[]
  /** What nobody waited for any longer, and came all the same. */
  late: readonly string[]
  /** Of the machine, as the kernel counts it. */
  load: { mean: number; most: number }
  /** Who still waited for something at the end. */
  waiting: readonly string[]
  report: Report
  figures: Figures | null
  crowdRssMb: number
}

/** One run: people come, faults happen one after the other, all is well again, and the checker says what it saw. */
export class Session {
  readonly #options: SessionOptions
  readonly #judge = openJudge()
  readonly #done: FaultDone[] = []
  readonly #unproven = new Map<Fault, FaultNot>()
  readonly #skipped: FaultNot[] = []
  readonly #kept: Bun.FileSink | null
  #sinceMs = 0
  #entries = 0

  constructor(options: SessionOptions) {
    this.#options = options
    this.#kept = options.keep === undefined ? null : Bun.file(options.keep).writer()
  }

  async run(): Promise<Outcome> {
    const { chance, clients, messagesPerSecond, goingsPerSecond, diskMegabytes, folder, preload, say, once, bucket } =
      this.#options
    const world = await World.open({
      chance,
      clients,
      roomPeople: 50,
      load: {
        messagesPerSecond,
        goingsPerSecond,
        changesShare: 0.2,
        // A short run has to have some of each, too.
        bansPerSecond: Math.max(0.2, clients / 2_000),
        uploadsPerSecond: Math.max(0.5, clients / 1_000),
        readsPerSecond: clients / 200,
        linksPerSecond: Math.max(1, clients / 300),
        stickersPerSecond: Math.max(1, clients / 300),
        packsEveryMs: once ? 300 : 1_500,
        classicPerSecond: Math.max(2, clients / 150),
        downloadsPerSecond: Math.max(2, clients / 200),
      },
      diskMegabytes,
      take: (entries) => this.#take(entries),
      say,
      ...(once && { hurry: true }),
      ...(bucket && { bucket }),
      ...(folder !== undefined && { folder }),
      ...(preload !== undefined && { preload }),
    })
    try {
      return await this.#runIn(world)
    } finally {
      await world.close()
    }
  }

  async #runIn(world: World): Promise<Outcome> {
    const { clients, chance, say } = this.#options
    const comingMs = steadyMs()
    await world.begin()
    this.#sinceMs = steadyMs()
    say(`${clients} people are in after ${Math.round((this.#sinceMs - comingMs) / 1_000)} s`)
    await this.#faults(world)
    const waiting = await world.settle(SETTLE_MS + clients * 40)
    const seconds = Math.round((steadyMs() - this.#sinceMs) / 1_000)
    const { said, rssBytes } = world.crowd.state
    await world.crowd.end()
    const { code } = await world.server.stop()
    if (code !== 0) world.trouble(`the server ended with ${code} at the end of the run`)
    for (const deed of world.deeds) this.#kept?.write(`${JSON.stringify(deed)}\n`)
    await this.#kept?.end()
    lookAtLog(world)
    const sound = quickCheck(world.disk.dataDir)
    const files = lookAtFiles(world.disk.dataDir, world.bucket?.files('house'))
    for (const says of files.wrong) world.trouble(says)
    say(`${files.count} files are what their names say`)
    if (sound !== 'ok') world.trouble(`quick_check says: ${sound}`)
    return {
      seed: chance.seed,
      seconds,
      clients,
      said,
      isCalm: this.#options.faults.length === 0,
      done: this.#done,
      unproven: [...this.#unproven.values()],
      skipped: this.#skipped,
      troubles: world.troubles,
      waiting,
      late: world.late,
      load: world.samples.load,
      report: this.#judge.end(world.disk.dataDir, world.deeds),
      figures: world.samples.figures(this.#sinceMs + this.#warmMs) ?? world.samples.figures(),
      crowdRssMb: rssBytes / 1_048_576,
    }
  }

  /** Where nothing takes a server back to its beginning there is time to wait for what its caches will hold. */
  get #warmMs(): number {
    return this.#options.faults.length > 0 ? WARM_MS : Math.max(WARM_MS, this.#options.ms / 3)
  }

  #take(entries: readonly Entry[]): void {
    this.#entries += entries.length
    for (const entry of entries) {
      this.#judge.take(entry)
      this.#kept?.write(`${JSON.stringify(entry)}\n`)
    }
  }

  async #faults(world: World): Promise<void> {
    const { ms, everyMs, chance, faults, once } = this.#options
    const possible = faults.filter((fault) => this.#isPossible(fault, world))
    const order = chance.of('order')
    const untilMs = this.#sinceMs + ms
    const stopTelling = this.#progress(world, untilMs)
    let deck: Fault[] = once ? [...possible] : []
    while (possible.length > 0) {
      await this.#pause(once ? everyMs : Math.min(everyMs, untilMs - steadyMs()))
      if (deck.length === 0 && !once) deck = order.shuffled(possible)
      const fault = deck.shift()
      if (!fault || this.#isOver(untilMs)) break
      // What would not end in time gives way to what does.
      if (!once && steadyMs() + fault.takesS * 1_000 > untilMs + everyMs && this.#done.length > 0) continue
      await this.#do(fault, world)
    }
    if (!once) await this.#pause(untilMs - steadyMs())
    stopTelling()
  }

  #isOver(untilMs: number): boolean {
    return steadyMs() >= untilMs || (this.#options.isOver?.() ?? false)
  }

  async #pause(ms: number): Promise<void> {
    const untilMs = steadyMs() + ms
    while (steadyMs() < untilMs && !this.#options.isOver?.())
      await sleep(Math.min(100, Math.max(1, untilMs - steadyMs())))
  }

  #isPossible(fault: Fault, world: World): boolean {
    const isTooLong = fault.long && this.#options.ms < LONG_RUN_MS
    const why = isTooLong ? `only in runs of ${LONG_RUN_MS / 60_000} minutes and more` : lacks(fault, world)
    if (why !== null) this.#skipped.push({ fault, why, times: 1 })
    return why === null
  }

  async #do(fault: Fault, world: World): Promise<void> {
    const atS = Math.round((steadyMs() - this.#sinceMs) / 1_000)
    const label = `${fault.id} ${fault.name}`
    world.faultBegins()
    try {
      const hung = sleep(fault.takesS * 1_000 + HUNG_MS).then(() =>
        Promise.reject(new Error('it has not come to an end')),
      )
      const proof = await Promise.race([fault.run(world, this.#options.chance.of(`${label} ${atS}`)), hung])
      this.#done.push({ fault, atS, proof })
      world.deeds.push({ t: steadyMs(), kind: 'fault', id: fault.id, proof })
      world.say(`${label}: ${proof}`)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (error instanceof NotProven) this.#noteUnproven(fault, why)
      else world.trouble(`${label}: ${why}`)
      world.say(`${label} did not go as it should: ${why}`)
      await this.#mend(world)
    } finally {
      world.faultEnds()
    }
  }

  /** A fault that broke off leaves a world that the next one can use. */
  async #mend(world: World): Promise<void> {
    world.disk.free()
    world.server.log.release()
    if (!world.server.isUp) await world.server.start()
    await world.well(60_000).catch((error) => world.trouble(`not well after a fault that broke off: ${String(error)}`))
  }

  #noteUnproven(fault: Fault, why: string): void {
    const times = (this.#unproven.get(fault)?.times ?? 0) + 1
    this.#unproven.set(fault, { fault, why, times })
  }

  #progress(world: World, untilMs: number): () => void {
    const tell = () => {
      const { online, people, unsent, said } = world.crowd.state
      const leftS = Math.max(0, Math.round((untilMs - steadyMs()) / 1_000))
      const sample = world.samples.all.at(-1)
      const held = sample
        ? `, server ${Math.round(sample.pssMb)} MB, ${sample.descriptors} descriptors, WAL ${Math.round(sample.walMb)} MB, answers in ${Math.round(sample.answerMs)} ms`
        : ''
      world.say(
        `${online}/${people} online, ${said} said, ${unsent} unsent, ${this.#entries} entries, ${this.#done.length} faults${held}; ${leftS} s to go`,
      )
    }
    const timer = setInterval(tell, 10_000)
    return () => clearInterval(timer)
  }
}

/** What a fault brings about, and the server says so: it could not write, or it stopped as it has to. */
const EXPECTED = /storage_full|disk_failed|draining|\bbusy\b|The sync failed|not to be trusted/

/** The same, where files lie in a bucket to which the lines are cut. */
const EXPECTED_OF_BUCKET = /file_store_failed|Refusal: unavailable/

/** Errors in the log that no fault explains: each is a bug of the server. */
function lookAtLog({ server, troubles, bucket }: World): void {
  for (const [what, times] of server.log.errors) {
    if (!EXPECTED.test(what) && !(bucket && EXPECTED_OF_BUCKET.test(what)))
      troubles.push(`the server's log says ${times} times ${what.replaceAll(/\s+/g, ' ')}`)
  }
}
