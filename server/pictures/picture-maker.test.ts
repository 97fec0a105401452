import { afterAll, afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '#server/kit/clock.ts'
import { createLog, type LogOptions } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { goesAway } from '#tests/kit/becomes-so.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import type { MakerWish } from './maker-child.ts'
import { PictureMaker } from './picture-maker.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-maker-'))
const program = path.join(folder, 'child.ts')
writeFileSync(
  program,
  `process.on('disconnect', () => process.exit(0))
const form = { type: 'image/png', width: 1, height: 1 }
process.on('message', ({ path }) => {
  if (path === 'hangs') for (;;);
  if (path === 'crashes') process.exit(3)
  if (path === 'lies') process.send({ ok: true, picture: { ...form, type: 'text/html' }, thumb: form, moving: false })
  if (path === 'eats') { globalThis.eaten = Buffer.alloc(200_000_000, 1); setInterval(() => {}, 1_000) }
  // Who made it, for the tests: its number as a width.
  if (path === 'fine') process.send({ ok: true, picture: { ...form, width: process.pid }, thumb: form, moving: false })
  if (path === 'environment') process.send({ ok: true, picture: { ...form, width: Object.keys(process['env']).length }, thumb: form, moving: false })
})`,
)
const makers: PictureMaker[] = []
afterEach(async () => {
  for (const maker of makers.splice(0)) await maker.stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function maker(clock = new FakeClock()) {
  const lines: string[] = []
  const diary = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line), nowMs: Date.now })
  const pictures = new PictureMaker({ clock, diary, program })
  makers.push(pictures)
  return { clock, lines, pictures, ask: (what: string) => pictures.make(wish(what)).then(said) }
}
const silent: LogOptions = { level: 'error', format: 'json', write: () => {}, nowMs: Date.now }
const wish = (what: string): MakerWish => ({ path: what, format: 'png', as: 'picture', made: '', thumb: '' })
const said = (result: Awaited<ReturnType<PictureMaker['make']>>) =>
  result instanceof Refusal ? { code: result.code, ...result.detail } : result.picture.width
const isAlive = (pid: unknown): boolean => {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}
/** The process is gone for good when the system has said so. */
const ended = (pid: unknown): Promise<boolean> => goesAway(() => isAlive(pid))

test('one process makes picture after picture, and ends after a minute of rest', async () => {
  const { clock, ask } = maker()
  const [first, second] = await Promise.all([ask('fine'), ask('fine')])
  expect(second).toBe(first)
  clock.move(59_000)
  expect(await ask('fine')).toBe(first)
  clock.move(59_000)
  expect(isAlive(first)).toBe(true)
  clock.move(1_001)
  expect(await ended(first)).toBe(true)
  expect(await ask('fine')).not.toBe(first)
})

test('[T-38] a picture that never comes to an end is given up, and only that one', async () => {
  const { clock, lines, ask } = maker()
  const before = await ask('fine')
  const [hangs, after] = [ask('hangs'), ask('fine')]
  clock.move(30_100)
  expect(await hangs).toEqual({ code: 'bad_picture', what: 'time' })
  expect(await after).not.toBe(before)
  expect(await ended(before)).toBe(true)
  expect(lines.join('')).toContain('picture_given_up')
})

test('[T-38] its crash refuses that one picture, and the next one gets a new process', async () => {
  const { lines, ask } = maker()
  expect(await Promise.all([ask('crashes'), ask('fine')])).toEqual([
    { code: 'bad_picture', what: 'broken' },
    expect.any(Number),
  ])
  expect(lines.join('')).toContain('picture_maker_lost')
})

test('[T-37] what has read a bad picture is not believed: only types of pictures come out of it', async () => {
  const { ask } = maker()
  expect(await ask('lies')).toEqual({ code: 'bad_picture', what: 'broken' })
  expect(await ask('fine')).toEqual(expect.any(Number))
})

test('it knows nothing of the secrets of the house', async () => {
  // Nothing is handed on: left alone, Bun would hand on all of ours.
  expect(await maker().ask('environment')).toBe(0)
})

test.if(process.platform === 'linux')(
  '[HOUSE-12] it may take so much memory and so much of a processor, no more',
  async () => {
    const bounds = { bytes: 150_000_000, processorMs: 300, wallMs: 60_000 }
    const pictures = new PictureMaker({ clock: systemClock, diary: createLog(silent), program, bounds })
    makers.push(pictures)
    expect(said(await pictures.make(wish('eats')))).toEqual({ code: 'bad_picture', what: 'time' })
    expect(said(await pictures.make(wish('hangs')))).toEqual({ code: 'bad_picture', what: 'time' })
    expect(said(await pictures.make(wish('fine')))).toEqual(expect.any(Number))
  },
)

test('[HOUSE-12] as many wait as may wait; the next is asked to come again', async () => {
  const { clock, pictures, ask } = maker()
  const hangs = ask('hangs')
  const waiting = Array.from({ length: 32 }, () => ask('fine'))
  expect(await ask('fine')).toEqual({ code: 'busy', retry_after_ms: 10_000 })
  clock.move(30_100)
  expect(await hangs).toMatchObject({ what: 'time' })
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 32 }, () => expect.any(Number)))
  const last = ask('hangs')
  await pictures.stop()
  expect(await last).toMatchObject({ code: 'draining' })
  expect(await ask('fine')).toMatchObject({ code: 'draining' })
})
