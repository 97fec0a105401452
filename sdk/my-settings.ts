import type { PushFrame } from '#protocol/index.ts'
import { type Settings, settingsOf } from '#protocol/setting-values.ts'
import type { SettingsPush } from '#protocol/settings.ts'
import { passes } from './answer.ts'
import { repeatMs } from './backoff.ts'
import type { Client } from './client.ts'
import type { Platform } from './platform.ts'
import { Refused } from './refused.ts'
import { tell } from './tell.ts'

/** Chosen here, and not known to be stored: when, by the platform's clock, and the version that was known then. */
export type Waiting = { value: string; atMs: number; seen: number }

/** What a device keeps of somebody's settings, over reloads and without a network. Names of newer programs stay in it. */
export type KeptSettings = {
  version: number
  /** As the server told them last. */
  told: Readonly<Record<string, string>>
  waiting: Readonly<Record<string, Waiting>>
}

/** Of one person, on one device. Several programs may share it (tabs of a browser): it is read anew before each change. */
export type SettingsKeep = { read(): KeptSettings | null; write(kept: KeptSettings): void }

export type MySettings = {
  /** As this device knows them, with what was chosen here on top. Null: it never heard of them. */
  readonly settings: Partial<Settings> | null
  /** Chosen on this device: said to the server as soon as it is there. */
  choose(settings: Partial<Settings>): void
  /** Calls `listener` with all that is chosen whenever the server has told of it. Returns its stop. */
  listen(listener: (settings: Partial<Settings>) => void): () => void
  /**
   * Asks for them. After each hello of somebody who has entered that is done by itself: call it when one enters, and when one
   * had not before this hello.
   */
  ask(): void
  /** Hears nothing any more; what waits stays in the keep. */
  stop(): void
}

type Needs = {
  client: Pick<Client, 'call' | 'status' | 'onStatus' | 'onPush'>
  platform: Pick<Platform, 'after' | 'nowMs' | 'randomBytes'>
  keep: SettingsKeep
}
type Entry = readonly [name: string, waiting: Waiting]

const FIRST_REPEAT_MS = 1_000
const nothing: KeptSettings = { version: 0, told: {}, waiting: {} }

/**
 * What one has chosen for all of one's devices, kept right for as long as it is followed. What is chosen without a network waits
 * in the keep with its time; of two devices that did not know of each other the later choice holds, on both (decision 0051).
 */
export function followMySettings(needs: Needs): MySettings {
  return new FollowedSettings(needs)
}

class FollowedSettings implements MySettings {
  readonly #needs: Needs
  readonly #listeners = new Set<(settings: Partial<Settings>) => void>()
  /** Names that this server will not take: they wait for another one, and for the next start of this program. */
  readonly #refused = new Set<string>()
  readonly #stops: (() => void)[]
  #entered = false
  /** The newest version that was told on this connection; null: it was not asked yet. */
  #heard: number | null = null
  /** What was pushed before the first answer: it may be newer. */
  #early: SettingsPush | null = null
  /** What was said last, where the line was lost before the answer. */
  #unsure: readonly Entry[] = []
  #busy = false
  #tries = 0
  #stopTimer = () => {}

  constructor(needs: Needs) {
    this.#needs = needs
    const { client } = needs
    this.#stops = [client.onStatus(() => this.#look()), client.onPush((frame) => this.#hearPush(frame))]
    this.#look()
  }

  get settings(): Partial<Settings> | null {
    const kept = this.#needs.keep.read()
    return kept && chosenIn(kept)
  }

  choose(settings: Partial<Settings>) {
    const atMs = this.#needs.platform.nowMs()
    const { version: seen } = this.#kept()
    const chosen = Object.entries(settings).map(([name, value]): Entry => [name, { value, atMs, seen }])
    this.#change(({ waiting }) => ({ waiting: { ...waiting, ...Object.fromEntries(chosen) } }))
    this.#goOn()
  }

  listen(listener: (settings: Partial<Settings>) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  ask() {
    this.#entered = true
    this.#goOn()
  }

  stop() {
    for (const stop of this.#stops) stop()
    this.#stopTimer()
    this.#listeners.clear()
  }

  #kept(): KeptSettings {
    return this.#needs.keep.read() ?? nothing
  }

  #change(how: (kept: KeptSettings) => Partial<KeptSettings>) {
    const kept = this.#kept()
    this.#needs.keep.write({ ...kept, ...how(kept) })
  }

  #look() {
    const { status } = this.#needs.client
    this.#heard = null
    this.#early = null
    this.#entered = status.name === 'online' && status.welcome.me.entered
    this.#goOn()
  }

  /** One question at a time: what there is, then what waits here. */
  #goOn() {
    const { client } = this.#needs
    if (this.#busy || !this.#entered || client.status.name !== 'online') return
    const asked = this.#heard === null ? client.call('me.settings', {}) : this.#sayOldest()
    if (!asked) return
    this.#stopTimer()
    this.#busy = true
    asked.then(
      (told) => {
        this.#busy = false
        this.#tries = 0
        this.#hear(told)
        this.#goOn()
      },
      (error: unknown) => {
        this.#busy = false
        this.#wait(error)
      },
    )
  }

  /** What was chosen at one time goes together. */
  #sayOldest(): Promise<SettingsPush> | null {
    const { client, platform } = this.#needs
    const known = chosenIn({ ...this.#kept(), told: {} })
    const all = Object.entries(this.#kept().waiting).filter(([name]) => name in known && !this.#refused.has(name))
    const oldest = all.toSorted(([, one], [, other]) => one.atMs - other.atMs)[0]?.[1]
    if (!oldest) return null
    const { atMs, seen } = oldest
    const said = all.filter(([, one]) => one.atMs === atMs && one.seen === seen)
    const settings = settingsOf(Object.fromEntries(said.map(([name, { value }]) => [name, value])))
    const agoMs = Math.max(0, Math.round(platform.nowMs() - atMs))
    return client.call('me.set_settings', { settings, seen, ago_ms: agoMs }).then(
      (told) => {
        this.#settle(said, told, true)
        return told
      },
      (error: unknown) => {
        this.#unsure = error instanceof Refused ? [] : said
        if (error instanceof Refused && !passes(error.refusal)) this.#setAside(error.refusal.field, said)
        throw error
      },
    )
  }

  /**
   * What became of what was said. Stored, it waits no more. What was chosen anew meanwhile waits on, and follows it where nobody
   * else has chosen: between two of one device no travelling time may decide.
   */
  #settle(said: readonly Entry[], { version, settings }: SettingsPush, isStored: boolean) {
    const was = new Map(said)
    // A version that was told before is of another device.
    const isNew = version > this.#kept().version
    const left = Object.entries(this.#kept().waiting).flatMap(([name, now]): Entry[] => {
      const before = was.get(name)
      if (!before) return [[name, now]]
      if (before.value === now.value && before.atMs === now.atMs) return isStored ? [] : [[name, now]]
      const isNext = isNew && version === before.seen + 1 && settings[name] === before.value
      return [[name, isNext ? { ...now, seen: version } : now]]
    })
    this.#change(() => ({ waiting: Object.fromEntries(left) }))
  }

  /** A server that is older than this program knows less: the one that it names, or else any of these. */
  #setAside(field: string | undefined, said: readonly Entry[]) {
    const named = said.filter(([name]) => field === `settings.${name}`)
    for (const [name] of named.length > 0 ? named : said) this.#refused.add(name)
  }

  #wait(error: unknown) {
    // Lost: the next hello asks.
    if (!(error instanceof Refused)) return
    const { refusal } = error
    if (passes(refusal)) {
      const ms = repeatMs(refusal.retry_after_ms, this.#tries++, FIRST_REPEAT_MS, this.#needs.platform)
      this.#stopTimer = this.#needs.platform.after(ms, () => this.#goOn())
      return
    }
    // A server that does not know the question keeps nothing; of what it refused, the rest goes on.
    if (this.#heard !== null) this.#goOn()
  }

  #hearPush([, kind, body]: PushFrame) {
    if (kind !== 'settings') return
    if (this.#heard === null) this.#early = body
    else this.#hear(body)
  }

  #hear(told: SettingsPush) {
    if (this.#heard === null) this.#hearFirst(told)
    else if (told.version >= this.#heard) this.#take(told)
  }

  #hearFirst(told: SettingsPush) {
    this.#settle(this.#unsure, told, false)
    this.#unsure = []
    const { version, told: known } = this.#kept()
    // Restored from a backup, it has lost what this device knows: it hears of it again (P-21).
    const lost =
      told.version < version ? Object.entries(known).filter(([name, value]) => told.settings[name] !== value) : []
    const atMs = this.#needs.platform.nowMs()
    const again = lost.map(([name, value]): Entry => [name, { value, atMs, seen: version }])
    if (lost.length > 0) this.#change(({ waiting }) => ({ waiting: { ...Object.fromEntries(again), ...waiting } }))
    this.#take(told)
    if (this.#early) this.#hear(this.#early)
    this.#early = null
  }

  #take({ version, settings }: SettingsPush) {
    this.#heard = version
    this.#change(() => ({ version, told: settings }))
    this.#tell()
  }

  #tell() {
    const now = chosenIn(this.#kept())
    tell(this.#needs.platform, this.#listeners, (listener) => listener(now))
  }
}

/** What holds on this device: what waits goes before what was told. */
function chosenIn({ told, waiting }: KeptSettings): Partial<Settings> {
  const own = Object.entries(waiting).map(([name, { value }]) => [name, value])
  return settingsOf({ ...told, ...Object.fromEntries(own) })
}
