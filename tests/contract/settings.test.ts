import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import path from 'node:path'
import * as v from 'valibot'
import { settingValues } from '#protocol/setting-values.ts'
import { settingsPush } from '#protocol/settings.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_CHANGES_BURST: '12', LIMIT_CHANGES_PER_SECOND: '0.1' } })
})
afterAll(() => server.dispose())

/** One person at two devices, and somebody else. */
async function devices(name: string) {
  const token = await newToken(server.url)
  const [desk, phone] = [await Talker.looker(server, token), await Talker.looker(server, token)]
  await desk.ok('profile.set', { name, look: 1 })
  return { desk, phone, token, other: await Talker.guest(server, `not ${name}`) }
}

type Choice = { settings: Record<string, string>; seen?: number; ago_ms?: number }
const chooses = async (talker: Talker, { seen = 0, ...choice }: Choice) =>
  v.parse(settingsPush, await talker.ok('me.set_settings', { ...choice, seen }))
const settingsOf = async (talker: Talker) => v.parse(settingsPush, await talker.ok('me.settings', {}))
const toldTo = ({ pushed }: Talker) => pushed.filter(({ kind }) => kind === 'settings').map(({ body }) => body)

test('[T-9] [HOUSE-11] what one chooses is told to all of one’s devices and to nobody else, and is there for the next one', async () => {
  const { desk, phone, token, other } = await devices('of settings')
  expect(await settingsOf(desk)).toEqual({ version: 0, settings: {} })
  const dark = { version: 1, settings: { theme: 'dark', join_lines: 'off' } }
  expect(await chooses(desk, { settings: dark.settings })).toEqual(dark)
  await phone.hearsWhen(() => toldTo(phone).length >= 1)
  expect(toldTo(phone)).toEqual([dark])
  // What is not named stays.
  const light = { version: 2, settings: { theme: 'light', join_lines: 'off' } }
  expect(await chooses(phone, { settings: { theme: 'light' }, seen: 1 })).toEqual(light)
  await desk.hearsWhen(() => toldTo(desk).length >= 2)
  expect(toldTo(desk)).toEqual([dark, light])
  // An answer that was lost is asked for again: nothing new.
  expect(await chooses(phone, { settings: { theme: 'light' }, seen: 1, ago_ms: 50 })).toEqual(light)
  expect(await chooses(phone, { settings: {}, seen: 1 })).toEqual(light)
  expect(await settingsOf(await Talker.looker(server, token))).toEqual(light)
  for (const talker of [desk, other]) await talker.ok('heartbeat', {})
  expect(toldTo(desk)).toHaveLength(2)
  expect(toldTo(other)).toEqual([])
  expect(await settingsOf(other)).toEqual({ version: 0, settings: {} })
})

test('[HOUSE-14] of two devices that did not know of each other the later choice holds, whichever comes first; both are told', async () => {
  const { desk, phone } = await devices('of two clocks')
  const hour = 3_600_000
  // The phone chose an hour ago, without a network; the desk a moment ago.
  await chooses(desk, { settings: { theme: 'dark', sound: 'all' } })
  const late = { settings: { theme: 'light', density: 'compact' }, ago_ms: hour }
  const held = { theme: 'dark', sound: 'all', density: 'compact' }
  expect((await chooses(phone, late)).settings).toEqual(held)
  // The other way round: what comes later was chosen later, too.
  expect((await chooses(phone, { settings: { sound: 'off' } })).settings).toEqual({ ...held, sound: 'off' })
  await desk.hearsWhen(() => toldTo(desk).length >= 3)
  expect(toldTo(desk).at(-1)).toEqual({ version: 3, settings: { ...held, sound: 'off' } })
  // Who knew of it follows it, however slow it was in saying so.
  const now = await chooses(phone, { settings: { theme: 'auto' }, seen: 3, ago_ms: hour })
  expect(now).toEqual({ version: 4, settings: { ...held, theme: 'auto', sound: 'off' } })
})

test('[T-25] only known names with known values are taken; what is refused changes nothing', async () => {
  const { desk } = await devices('of odd values')
  const refused = async (input: unknown) => {
    const { kind, body } = await desk.ask('me.set_settings', input)
    return kind === 'no' ? [body['code'], body['field']] : kind
  }
  const good = { settings: { theme: 'dark' }, seen: 0 }
  for (const value of ['pink', '', 1, null, {}, 'dark'.repeat(1_000)])
    expect(await refused({ ...good, settings: { theme: value } })).toEqual(['bad_field', 'settings.theme'])
  for (const name of ['colour', 'constructor', 'principal_id'])
    expect(await refused({ ...good, settings: { [name]: 'on' } })).toEqual(['bad_field', `settings.${name}`])
  for (const settings of [null, 'dark', 7])
    expect(await refused({ ...good, settings })).toEqual(['bad_field', 'settings'])
  for (const odd of [-1, 1.5, 'x', null, []]) {
    expect(await refused({ ...good, seen: odd })).toEqual(['bad_field', 'seen'])
    expect(await refused({ ...good, ago_ms: odd })).toEqual(['bad_field', 'ago_ms'])
  }
  expect(await refused({ settings: good.settings })).toEqual(['bad_field', 'seen'])
  expect(await settingsOf(desk)).toEqual({ version: 0, settings: {} })
  // Positive control: each value of each name is taken.
  const last = Object.fromEntries(Object.entries(settingValues).map(([name, values]) => [name, values.at(-1) ?? '']))
  for (const at of [0, 1, 2]) {
    const settings = Object.fromEntries(
      Object.entries(settingValues).map(([name, values]) => [name, values[at] ?? values[0] ?? '']),
    )
    expect((await chooses(desk, { settings, seen: at })).settings).toEqual(settings)
  }
  expect((await chooses(desk, { settings: last, seen: 3 })).settings).toEqual(last)
})

test('[HOUSE-9] [HOUSE-12] who only looks keeps none; who chooses too fast waits, and nothing of it is lost', async () => {
  const { desk } = await devices('of haste')
  const looker = await Talker.looker(server)
  expect(await looker.refusal('me.settings', {})).toBe('login_first')
  expect(await looker.refusal('me.set_settings', { settings: { theme: 'dark' }, seen: 0 })).toBe('login_first')
  for (let at = 0; at < 12; at++) await chooses(desk, { settings: { quiet: at % 2 ? 'off' : 'on' }, seen: at })
  const { body } = await desk.ask('me.set_settings', { settings: { quiet: 'on' }, seen: 12 })
  expect(body).toMatchObject({ code: 'rate_limited', retry_after_ms: expect.any(Number) })
  expect(await settingsOf(desk)).toEqual({ version: 12, settings: { quiet: 'off' } })
})

test('[P-15] settings outlive a restart, and go with their person', async () => {
  const { desk, token } = await devices('of restarts')
  const chosen = await chooses(desk, { settings: { language: 'zh-CN', theme: 'dark' } })
  await server.kill()
  await server.start()
  const again = await Talker.looker(server, token)
  expect(await settingsOf(again)).toEqual(chosen)
  await again.ok('me.delete', { cid: crypto.randomUUID() })
  const database = new Database(path.join(server.dataDir, 'teahouse.sqlite'), { readonly: true })
  const kept = database.query('select name from person_settings where principal_id = ?').all(again.id)
  database.close()
  expect(kept).toEqual([])
})
