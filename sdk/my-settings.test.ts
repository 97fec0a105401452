import { expect, test } from 'bun:test'
import type { Settings } from '#protocol/setting-values.ts'
import type { SettingsPush } from '#protocol/settings.ts'
import { FakeWorld } from '#tests/kit/fake-platform.ts'
import { type Arrive, holdClient, online } from '#tests/kit/held-client.ts'
import { followMySettings, type KeptSettings } from './my-settings.ts'
import { Disconnected, Refused } from './refused.ts'
import type { Status } from './status.ts'

const away: Status = { name: 'connecting', lostMs: 0 }
const told = (version: number, settings: Record<string, string>): SettingsPush => ({ version, settings })

type Start = { world?: FakeWorld; status?: Status; kept?: KeptSettings | null; arrive?: Arrive }

function open({ world = new FakeWorld(), status = online(), kept = null, arrive }: Start = {}) {
  const held = holdClient({ status, settle: () => world.settle(), ...(arrive && { arrive }) })
  const keep = {
    now: kept,
    read: () => keep.now,
    write: (next: KeptSettings) => {
      keep.now = structuredClone(next)
    },
  }
  const mine = followMySettings({ client: held.client, platform: world.platform(), keep })
  const heard: Partial<Settings>[] = []
  mine.listen((now) => heard.push(now))
  const says = (body: SettingsPush) => held.says('settings', body)
  return { ...held, world, mine, keep, heard, says }
}

test('they are asked for after each hello of somebody who has entered, and what other devices choose is heard', async () => {
  const { mine, asked, heard, become, says, next } = open({ status: online(false) })
  expect(asked).toEqual([])
  expect(mine.settings).toBe(null)
  mine.ask()
  // Before the first answer: it may be newer than that.
  says(told(2, { theme: 'light' }))
  expect(await next(told(1, { theme: 'dark' }))).toEqual(['me.settings', {}])
  expect(heard).toEqual([{ theme: 'dark' }, { theme: 'light' }])
  says(told(3, { theme: 'auto', sound: 'all' }))
  // What comes late is older news.
  says(told(2, { theme: 'light' }))
  expect(mine.settings).toEqual({ theme: 'auto', sound: 'all' })
  become(away)
  become(online())
  expect(asked.map(({ name }) => name)).toEqual(['me.settings'])
})

test('a choice goes at once, with the version that was known; one made meanwhile follows it', async () => {
  const { world, mine, asked, keep, next } = open()
  await next(told(4, { theme: 'auto' }))
  mine.choose({ theme: 'dark' })
  await world.pass(100)
  mine.choose({ theme: 'light' })
  expect(asked).toHaveLength(1)
  expect(mine.settings).toEqual({ theme: 'light' })
  await world.pass(50)
  expect(await next(told(5, { theme: 'dark' }))).toEqual([
    'me.set_settings',
    { settings: { theme: 'dark' }, seen: 4, ago_ms: 0 },
  ])
  // Nothing flickers back.
  expect(mine.settings).toEqual({ theme: 'light' })
  expect(await next(told(6, { theme: 'light' }))).toEqual([
    'me.set_settings',
    { settings: { theme: 'light' }, seen: 5, ago_ms: 50 },
  ])
  expect(keep.now).toEqual({ version: 6, told: { theme: 'light' }, waiting: {} })
})

test('[P-11] what is chosen without a network waits over a restart of the program, and says how long ago it was', async () => {
  const { world, mine, become, keep, next, asked } = open()
  await next(told(1, { theme: 'auto' }))
  become(away)
  mine.choose({ theme: 'dark', sound: 'off' })
  await world.pass(60_000)
  mine.choose({ density: 'compact' })
  mine.stop()
  expect(asked).toEqual([])
  const later = open({ world, status: away, kept: keep.now })
  expect(later.mine.settings).toEqual({ theme: 'dark', sound: 'off', density: 'compact' })
  await world.pass(5_000)
  later.become(online())
  // Another device has chosen since. What of one's own holds, the server says.
  await later.next(told(3, { theme: 'light' }))
  expect(await later.next(told(4, { theme: 'light', sound: 'off' }))).toEqual([
    'me.set_settings',
    { settings: { theme: 'dark', sound: 'off' }, seen: 1, ago_ms: 65_000 },
  ])
  expect(await later.next(told(5, { theme: 'light', sound: 'off', density: 'compact' }))).toEqual([
    'me.set_settings',
    { settings: { density: 'compact' }, seen: 1, ago_ms: 5_000 },
  ])
  expect(later.mine.settings).toEqual({ theme: 'light', sound: 'off', density: 'compact' })
  expect(later.asked).toEqual([])
})

test('[HOUSE-11] an answer that was lost is asked for again; one that is refused for now, after its time', async () => {
  const { world, mine, become, asked, next } = open()
  await next(told(0, {}))
  mine.choose({ quiet: 'on' })
  await next(new Disconnected())
  become(away)
  become(online())
  await next(told(1, { quiet: 'on' }))
  expect((await next(new Refused({ code: 'rate_limited', retry_after_ms: 2_000 })))[1]).toMatchObject({ seen: 0 })
  expect(asked).toEqual([])
  await world.pass(2_500)
  expect((await next(told(1, { quiet: 'on' })))[1]).toMatchObject({ settings: { quiet: 'on' } })
  expect(asked).toEqual([])
})

test('of two choices of one device the later one holds, however long the first one travelled and whatever became of its answer', async () => {
  const { world, mine, become, next } = open()
  await next(told(5, { theme: 'auto' }))
  mine.choose({ theme: 'light' })
  await world.pass(80)
  mine.choose({ theme: 'dark' })
  await next(new Disconnected())
  become(away)
  become(online())
  // It came, and nobody else has chosen.
  await next(told(6, { theme: 'light' }))
  expect(await next(told(7, { theme: 'dark' }))).toEqual([
    'me.set_settings',
    { settings: { theme: 'dark' }, seen: 6, ago_ms: 0 },
  ])
})

test('[P-20] a server that is older than the program takes what it knows, and the rest stays on the device', async () => {
  const { mine, keep, next, asked } = open()
  await next(told(0, {}))
  mine.choose({ theme: 'dark', density: 'compact' })
  await next(new Refused({ code: 'bad_field', field: 'settings.density' }))
  expect((await next(told(1, { theme: 'dark' })))[1]).toMatchObject({ settings: { theme: 'dark' } })
  expect(asked).toEqual([])
  expect(mine.settings).toEqual({ theme: 'dark', density: 'compact' })
  // The next start of the program tries again.
  const later = open({ kept: keep.now })
  await later.next(told(1, { theme: 'dark' }))
  expect((await later.next(told(2, { theme: 'dark', density: 'compact' })))[1]).toMatchObject({
    settings: { density: 'compact' },
  })
})

test('[P-20] a server that knows no settings at all is asked once', async () => {
  const { mine, next, asked } = open()
  await next(new Refused({ code: 'unknown_type' }))
  expect(asked).toEqual([])
  mine.choose({ theme: 'dark' })
  await next(new Refused({ code: 'unknown_type' }))
  expect(asked).toEqual([])
  expect(mine.settings).toEqual({ theme: 'dark' })
})

test('[P-20] names and values of newer programs stay where they are', async () => {
  const { mine, keep, next, says } = open()
  await next(told(7, { theme: 'sepia', ink: 'brown', sound: 'all' }))
  expect(mine.settings).toEqual({ sound: 'all' })
  mine.choose({ sound: 'off' })
  expect(await next(told(8, { theme: 'sepia', ink: 'brown', sound: 'off' }))).toMatchObject([
    'me.set_settings',
    { settings: { sound: 'off' } },
  ])
  says(told(9, { theme: 'sepia', ink: 'blue', sound: 'off' }))
  expect(keep.now?.told).toEqual({ theme: 'sepia', ink: 'blue', sound: 'off' })
})

test('[P-21] a server that was restored from a backup hears again what it has lost', async () => {
  const kept = { version: 9, told: { theme: 'dark', sound: 'off' }, waiting: {} }
  const { mine, keep, next } = open({ kept })
  await next(told(3, { theme: 'light', sound: 'off', typing: 'off' }))
  expect(await next(told(4, { theme: 'dark', sound: 'off', typing: 'off' }))).toMatchObject([
    'me.set_settings',
    { settings: { theme: 'dark' }, seen: 9 },
  ])
  expect(mine.settings).toEqual({ theme: 'dark', sound: 'off', typing: 'off' })
  expect(keep.now?.version).toBe(4)
})

/** The rule of server/settings/set-settings.ts, by itself. */
class House {
  readonly rows = new Map<string, { value: string; version: number; chosenMs: number }>()
  readonly #world: FakeWorld
  constructor(world: FakeWorld) {
    this.#world = world
  }
  now = (): SettingsPush => ({
    version: Math.max(0, ...[...this.rows.values()].map(({ version }) => version)),
    settings: Object.fromEntries([...this.rows].map(([name, { value }]) => [name, value])),
  })
  set({ settings, seen, ago_ms: agoMs }: { settings: Record<string, string>; seen: number; ago_ms: number }) {
    const version = this.now().version + 1
    const chosenMs = this.#world.nowMs - agoMs
    for (const [name, value] of Object.entries(settings)) {
      const row = this.rows.get(name)
      if (!row || row.version <= seen || chosenMs > row.chosenMs || (row.value !== value && chosenMs === row.chosenMs))
        this.rows.set(name, { value, version, chosenMs })
    }
    return this.now()
  }
}

type Device = { device: ReturnType<typeof open>; isOn: boolean }

test('[HOUSE-14] [HOUSE-11] however two devices choose, with lines that break and answers that are lost, both end at the choice that was made last', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const world = new FakeWorld(seed)
    const house = new House(world)
    const deviceBeside = (other: () => Device): Device => {
      const arrive: Arrive = (name, input) => {
        if (name === 'me.settings') return house.now()
        const now = house.set(input as Parameters<House['set']>[0])
        if (other().isOn) other().device.says(now)
        return now
      }
      return { device: open({ world, status: away, arrive }), isOn: false }
    }
    const one: Device = deviceBeside(() => two)
    const two: Device = deviceBeside(() => one)
    const turn = async (who: Device, isOn: boolean) => {
      who.isOn = isOn
      who.device.become(isOn ? online() : away)
      while (!isOn && who.device.asked.length > 0) await who.device.next(new Disconnected())
      await world.settle()
    }
    const hears = async ({ device }: Device) => {
      const [first] = device.asked
      if (first) await device.next(first.reply)
    }
    let last: Settings['theme'] | undefined
    for (let step = 0; step < 80; step++) {
      await world.pass(1 + Math.floor(world.random() * 50))
      const who = world.random() < 0.5 ? one : two
      const dice = world.random()
      const theme = (['auto', 'light', 'dark'] as const)[Math.floor(world.random() * 3)]
      if (dice < 0.2) await turn(who, !who.isOn)
      else if (dice < 0.6) await hears(who)
      else if (theme && who.device.mine.settings?.theme !== theme) {
        who.device.mine.choose({ theme })
        last = theme
      }
    }
    for (const who of [one, two, one]) {
      if (!who.isOn) await turn(who, true)
      while (who.device.asked.length > 0) await hears(who)
    }
    expect([seed, one.device.mine.settings?.theme, two.device.mine.settings?.theme]).toEqual([seed, last, last])
  }
})
