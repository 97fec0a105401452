import type { FaultProxy } from '#tests/kit/fault-proxy.ts'
import type { Entry } from '../history.ts'
import { PushRoad } from '../witness/push-road.ts'
import type { Chance } from '../world/chance.ts'
import { sleep, steadyMs } from '../world/steady.ts'
import { ClassicPage } from './classic-page.ts'
import { type CrowdState, type Load, type Order, PROXIED_MARK, quiet, type Told } from './orders.ts'
import { bringPerson, type Person } from './person.ts'

/** One of so many comes through the proxy, where its line can be cut. */
const PROXIED = 8
/** One of so many has a browser that is pushed to; of these one of so many hides the words. */
const PUSHED = 6
const HIDDEN = 3
/** Downloads of a hundred that are asked for by who was put out, where there is somebody. */
const BY_THE_PUT_OUT = 0.2
/** Pages of the classic kind: one for so many people, and two at least. */
const CLASSIC = 25
const BEAT_MS = 50
const STATE_MS = 500
/** Until what was said last has reached everybody: a tick, and a look at the heads. */
const QUIET_MS = 2_500
const BANNED_MS = 2_000
/** Entries leave together, not one by one. */
const MOST_ENTRIES = 500
const AWAY_MS = { least: 100, most: 3_000 }
/** Tries of one person to get in before it counts as failed. */
const TRIES = 5

type GatheringNeeds = {
  /** Number of the process. */
  at: number
  chance: Chance
  url: string
  /** Address of the site that is linked to. */
  site: string
  proxy: FaultProxy
  tell(told: Told): void
}

/** The people of one process and what they do, decided by chance from one seed. */
export class Gathering {
  readonly #needs: GatheringNeeds
  readonly #deeds: Chance
  readonly #people: Person[] = []
  readonly #classic: ClassicPage[] = []
  readonly #away = new Map<Person, number>()
  readonly #out = new Map<Person, { owner: Person; askMs: number; pardoned?: true }>()
  readonly #pushes = new PushRoad()
  #load: Load = quiet
  #entries: Entry[] = []
  #failed = 0
  #slowed = 0
  #lastMs = steadyMs()

  constructor(needs: GatheringNeeds) {
    this.#needs = needs
    this.#deeds = needs.chance.of('deeds')
    setInterval(() => this.#beat(), BEAT_MS)
    setInterval(() => needs.tell({ told: 'state', state: this.#state() }), STATE_MS)
  }

  bring({ people, rooms, perSecond }: Order & { do: 'bring' }): void {
    void this.#bringAll(people, rooms, perSecond)
  }

  behave(load: Load): void {
    this.#load = load
  }

  cut(share: number, how: 'reset' | 'silence' | 'fin'): void {
    const chance = this.#needs.chance
    this.#needs.proxy.cut(how, () => chance.happens(share))
  }

  leave(): void {
    for (const person of this.#people) {
      if (!this.#away.has(person)) person.go()
      this.#away.set(person, Number.POSITIVE_INFINITY)
    }
    for (const page of this.#classic) page.go()
  }

  hurry(): void {
    for (const person of this.#people) person.hurry()
  }

  comeBack(): void {
    for (const person of this.#away.keys()) person.come()
    this.#away.clear()
    for (const page of this.#classic) page.come()
  }

  slow(bytesPerSecond: number): void {
    const { lines } = this.#needs.proxy
    for (const line of lines) line.down.set(bytesPerSecond > 0 ? { bytesPerSecond, chop: 256 } : {})
    if (bytesPerSecond > 0) this.#slowed += lines.length
  }

  /** Names whoever still waits for something after `withinMs`. */
  async settle(withinMs: number): Promise<string[]> {
    const untilMs = steadyMs() + withinMs
    this.#load = quiet
    this.comeBack()
    const isWaiting = () => this.#people.some((one) => !one.isSettled) || this.#classic.some((one) => !one.isIn)
    while (steadyMs() < untilMs && isWaiting()) await sleep(50)
    // What is on its way to a reader says nothing of itself.
    await sleep(QUIET_MS)
    for (const person of this.#people) person.tellFolded()
    this.#flush()
    return [
      ...this.#people.filter((person) => !person.isSettled).map((person) => person.complaint),
      ...this.#classic.filter((page) => !page.isIn).map(({ name }) => `${name}: its classic page is not in`),
    ]
  }

  async #bringAll(people: number, rooms: number, perSecond: number): Promise<void> {
    const coming = new Set<Promise<void>>()
    for (let number = 0; number < people; number++) {
      const one = this.#bringOne(number, rooms).finally(() => coming.delete(one))
      coming.add(one)
      await sleep(1_000 / perSecond)
      while (coming.size > 50) await Promise.race(coming)
    }
    await Promise.all(coming)
    this.#openPages(Math.max(2, Math.round(people / CLASSIC)))
    this.#tellBrought()
  }

  async #bringOne(number: number, rooms: number): Promise<void> {
    const { at, url, proxy } = this.#needs
    const isProxied = number % PROXIED === 0
    const name = `p${at}-${number}${isProxied ? PROXIED_MARK : ''}`
    for (let tries = 1; tries <= TRIES; tries++) {
      try {
        const person = await bringPerson({
          url: isProxied ? proxy.url : url,
          name,
          room: `room-${(at * 7_919 + number) % rooms}`,
          sink: (entry) => this.#take(entry),
        })
        if (number % PUSHED === 0)
          person.hearsByPush(this.#pushes, number % (PUSHED * HIDDEN) === 0 ? 'hidden' : 'full')
        this.#people.push(person)
        return
      } catch (error) {
        if (tries === TRIES) this.#needs.tell({ told: 'trouble', says: `${name} did not get in: ${String(error)}` })
        await sleep(tries * 500)
      }
    }
    this.#failed++
    this.#tellBrought()
  }

  #openPages(count: number): void {
    const { at, url, proxy, chance } = this.#needs
    for (let number = 0; number < count; number++) {
      const name = `c${at}n${number}q`
      const needs = { name, chance: chance.of(name), sink: (entry: Entry) => this.#take(entry) }
      const page = new ClassicPage({ url: number % 2 === 0 ? url : proxy.url, ...needs })
      this.#classic.push(page)
      page.come()
    }
  }

  #tellBrought(): void {
    const proxied = this.#people.map(({ name }) => name).filter((name) => name.endsWith(PROXIED_MARK))
    this.#needs.tell({ told: 'brought', people: this.#people.length, failed: this.#failed, proxied })
  }

  #take(entry: Entry): void {
    this.#entries.push(entry)
    if (this.#entries.length >= MOST_ENTRIES) this.#flush()
  }

  #flush(): void {
    if (this.#entries.length === 0) return
    this.#needs.tell({ told: 'entries', entries: this.#entries })
    this.#entries = []
  }

  #beat(): void {
    const now = steadyMs()
    // A process that was held up does not make up for it with a flood.
    const ms = Math.min(now - this.#lastMs, 4 * BEAT_MS)
    this.#lastMs = now
    if (this.#people.length > 0) this.#act(ms, now)
    this.#flush()
  }

  #act(ms: number, now: number): void {
    const deeds = this.#deeds
    const load = this.#load
    for (let left = deeds.count(load.messagesPerSecond, ms); left > 0; left--) {
      const person = deeds.pick(this.#people)
      if (deeds.happens(load.changesShare)) person.change(deeds)
      else person.say(deeds)
    }
    for (let left = deeds.count(load.readsPerSecond, ms); left > 0; left--) deeds.pick(this.#people).read(deeds)
    for (let left = deeds.count(load.uploadsPerSecond, ms); left > 0; left--) deeds.pick(this.#people).upload(deeds)
    for (let left = deeds.count(load.downloadsPerSecond, ms); left > 0; left--) this.#download()
    for (let left = deeds.count(load.linksPerSecond, ms); left > 0; left--)
      deeds.pick(this.#people).link(deeds, this.#needs.site)
    for (let left = deeds.count(load.stickersPerSecond, ms); left > 0; left--) deeds.pick(this.#people).stick(deeds)
    for (let left = deeds.count(load.classicPerSecond, ms); left > 0; left--) deeds.pick(this.#classic).say()
    for (let left = deeds.count(load.bansPerSecond, ms); left > 0; left--) this.#ban(now)
    for (let left = deeds.count(load.goingsPerSecond, ms); left > 0; left--) {
      const person = deeds.pick(this.#people)
      if (this.#away.has(person)) continue
      person.go()
      this.#away.set(person, now + deeds.between(AWAY_MS.least, AWAY_MS.most))
    }
    this.#pardon(now)
    for (const [person, untilMs] of this.#away) {
      if (untilMs > now) continue
      this.#away.delete(person)
      person.come()
    }
  }

  #download(): void {
    const out = this.#people.filter(({ isOut }) => isOut)
    const isByOut = this.#deeds.happens(BY_THE_PUT_OUT) && out.length > 0
    this.#deeds.pick(isByOut ? out : this.#people).download(this.#deeds)
  }

  /** An owner puts somebody of its room out, and lets it in again a little later. */
  #ban(now: number): void {
    const owners = this.#people.filter((person) => person.ownsRoom && person.isOnline)
    if (owners.length === 0) return
    const owner = this.#deeds.pick(owners)
    const others = this.#people.filter(
      (person) => person !== owner && person.room === owner.room && !this.#out.has(person),
    )
    if (others.length === 0) return
    const person = this.#deeds.pick(others)
    this.#out.set(person, { owner, askMs: now + BANNED_MS })
    owner.ban(person)
  }

  /** Until it is in again: the line of whoever lets it in may be away, too. */
  #pardon(now: number): void {
    for (const person of this.#people) {
      // A backup was restored in which it was banned.
      const owner =
        person.isOut && !this.#out.has(person) && this.#people.find((one) => one.ownsRoom && one.room === person.room)
      if (owner) this.#out.set(person, { owner, askMs: now })
    }
    for (const [person, ban] of this.#out) {
      if (ban.askMs > now || !ban.owner.isOnline) continue
      if (ban.pardoned && !person.isOut) this.#out.delete(person)
      ban.owner.pardon(person)
      ban.pardoned = true
      ban.askMs = now + BANNED_MS
    }
  }

  #state(): CrowdState {
    return {
      people: this.#people.length,
      online: this.#people.filter(({ isOnline }) => isOnline).length,
      away: this.#away.size,
      unsent: this.#people.reduce((sum, { unsent }) => sum + unsent, 0),
      said: this.#people.reduce((sum, { said }) => sum + said, 0),
      slowed: this.#slowed,
      cuts: this.#needs.proxy.cuts,
      rssBytes: process.memoryUsage.rss(),
    }
  }
}
