import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { News } from '#server/delivery/event-log.ts'
import { DiskStore, KeptBlobs } from '#server/files/index.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Inspect } from '#server/pictures/inspected.ts'
import { ROOM } from '#tests/kit/log-house.ts'
import { ADA, openMessages, refusalOf } from '#tests/kit/message-house.ts'
import type { Get } from './guarded-get.ts'
import { type Cards, createCards } from './index.ts'

const PICTURE = 'https://tea.example/tea.png'
const cid = (): string => crypto.randomUUID()
const DAY_MS = 24 * 3_600_000

let folder: string
let house: Awaited<ReturnType<typeof openMessages>>
let cards: Cards
/** Addresses that were asked, in order. */
let asked: string[]
let warned: string[]
/** What pages there are: their HTML, or what has to happen first. */
let pages: Map<string, string | Promise<string>>

const get: Get = async (url, { want }) => {
  asked.push(url.href)
  const found = await pages.get(url.href)
  if (found === undefined) throw new Error('no answer')
  const type = url.href.endsWith('.png') ? 'image/png' : 'text/html'
  if (!want(type)) throw new Error('it is no page')
  return { url, type, body: Buffer.from(found) }
}

/** Makes of every picture a small one of its own bytes. */
const inspect: Inspect = async (path) => {
  const text = await Bun.file(path).text()
  if (text === 'broken') return new Refusal('bad_picture', { what: 'broken' })
  await Bun.write(`${path}.thumb`, `small ${text}`)
  await Bun.write(`${path}.made`, text)
  const thumb = { path: `${path}.thumb`, type: 'image/webp', width: 128, height: 64, bytes: 1 }
  return { kind: 'picture', type: 'image/png', path: `${path}.made`, bytes: 1, thumb }
}

async function open(on = true): Promise<void> {
  const { storage } = house.house
  const blobs = new KeptBlobs({
    storage,
    clock: house.clock,
    store: await DiskStore.open(join(folder, 'files'), { clock: house.clock, onDamaged() {}, onBroken() {} }),
  })
  await blobs.start()
  const diary = { warn: (event: string) => void warned.push(event), error: (event: string) => void warned.push(event) }
  const needs = { storage, clock: house.clock, diary, blobs, inspect, get, folder: join(folder, 'cards') }
  cards = createCards({ ...needs, messages: house.cards, cards: { on, allowPrivate: false } })
  await cards.start()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'teahouse-cards-'))
  asked = []
  warned = []
  pages = new Map([['https://tea.example/', '<title>Tea</title>']])
  house = await openMessages({ onTold: (news: readonly News[]) => cards.hear(news) })
  await change`update rooms set access = ${'open'} where id = ${ROOM}`
  await open()
})
afterEach(async () => {
  cards.stop()
  await house.house.close()
  rmSync(folder, { recursive: true })
  expect(warned.filter((event) => event !== 'cards_dropped')).toEqual([])
})

type Values = readonly (string | number | null)[]
const change = (text: TemplateStringsArray, ...values: Values): Promise<void> =>
  house.house.storage.write(async ({ sql }) => void (await sql(text, ...values)))
type Wire = { seq: number; type: string; message?: number; cards?: unknown[] }
const wires = async () => (await house.house.log.after(ROOM, 0, 999)).map(({ json }): Wire => JSON.parse(json))
const cardEvents = async () => {
  await cards.settled()
  return (await wires()).filter(({ type }) => type === 'message.carded')
}
const setRoom = (access: string, shown: number | null) =>
  change`update rooms set access = ${access}, cards = ${shown} where id = ${ROOM}`

test('[F-27] a message with links gets one event of its author, with a card for each that has something to show', async () => {
  pages.set('https://cup.example/', `<title>Cup</title><meta property="og:image" content="${PICTURE}">`)
  pages.set(PICTURE, 'png')
  await house.post('https://tea.example and https://cup.example/ and https://none.example')
  const [event, ...more] = await cardEvents()
  expect(more).toEqual([])
  expect(event).toMatchObject({ message: 1, by: { id: ADA, name: 'Ada' } })
  const picture = { id: expect.stringMatching(/^f[0-9a-z]{26}$/), width: 128, height: 64 }
  expect(event?.cards).toEqual([
    { link: 'https://tea.example', host: 'tea.example', title: 'Tea' },
    { link: 'https://cup.example/', host: 'cup.example', title: 'Cup', picture },
  ])
  const [found] = await house.house.storage.read<{ id: string }[]>`
    select picture_id as id from link_cards where picture_id is not null`
  const { type, read } = await cards.readPicture(found?.id ?? '')
  expect(type).toBe('image/webp')
  expect(await new Response((await read()).body).text()).toBe('small png')
  expect(await refusalOf(cards.readPicture('f00000000000000000000000000'))).toMatchObject({ code: 'not_found' })
})

test('nothing to show is no event; what is no picture is a card without one', async () => {
  pages.set('https://cup.example/', `<title>Cup</title><meta property="og:image" content="${PICTURE}">`)
  pages.set(PICTURE, 'broken')
  await house.post('https://none.example')
  await house.post('no link at all')
  expect(await cardEvents()).toEqual([])
  await house.post('https://cup.example')
  expect((await cardEvents())[0]?.cards).toEqual([{ link: 'https://cup.example', host: 'cup.example', title: 'Cup' }])
})

test('[T-44] a link that is said a hundred times is one question, and is asked again a day later', async () => {
  const { promise, resolve: answer } = Promise.withResolvers<string>()
  pages.set('https://tea.example/', promise)
  for (let at = 0; at < 50; at++) await house.post('https://tea.example/#part')
  answer('<title>Tea</title>')
  expect((await cardEvents()).length).toBe(50)
  for (let at = 0; at < 50; at++) await house.post('https://tea.example')
  await cards.settled()
  expect(asked).toEqual(['https://tea.example/'])
  house.clock.move(DAY_MS + 1)
  await house.post('https://tea.example')
  await cards.settled()
  expect(asked.length).toBe(2)
})

test('[T-44] what did not answer is left alone for an hour', async () => {
  for (let at = 0; at < 3; at++) {
    await house.post('https://none.example')
    await cards.settled()
  }
  expect(asked.length).toBe(1)
  house.clock.move(3_600_001)
  pages.set('https://none.example/', '<title>Back</title>')
  await house.post('https://none.example')
  expect((await cardEvents()).length).toBe(1)
})

test('[T-44] one site is asked by two at once, and one person makes the server ask so many pages and no more', async () => {
  const waiting: (() => void)[] = []
  for (let at = 0; at < 60; at++)
    pages.set(
      `https://tea.example/${at}`,
      new Promise((resolve) => void waiting.push(() => resolve(`<title>${at}</title>`))),
    )
  for (let at = 0; at < 20; at++) await house.post([0, 1, 2].map((n) => `https://tea.example/${at * 3 + n}`).join(' '))
  while (asked.length < 2) await nextTurn()
  expect(asked.length).toBe(2)
  for (const go of waiting) go()
  await cards.settled()
  expect(asked.length).toBe(30)
})

test('rooms that want none get none: private ones unless they want some, others where they do not', async () => {
  await change`insert into members (room_id, principal_id, role, since_ms) values (${ROOM}, ${ADA}, ${'member'}, ${1})`
  for (const [access, shown] of [
    ['private', null],
    ['open', 0],
    ['link', 0],
  ] as const) {
    await setRoom(access, shown)
    await house.post('https://tea.example')
  }
  await cards.settled()
  expect(asked).toEqual([])
  for (const [access, shown] of [
    ['private', 1],
    ['link', null],
  ] as const) {
    await setRoom(access, shown)
    await house.post('https://tea.example')
  }
  expect((await cardEvents()).length).toBe(2)
})

test('an installation that asks no pages asks none', async () => {
  await open(false)
  await house.post('https://tea.example')
  expect(await cardEvents()).toEqual([])
  expect(asked).toEqual([])
})

test('[P-7] an edit that brings a link brings its card; the same links again bring none', async () => {
  pages.set('https://cup.example/', '<title>Cup</title>')
  await house.post('tea')
  await house.edit(1, 'https://tea.example')
  expect((await cardEvents()).length).toBe(1)
  await house.edit(1, 'again https://tea.example')
  expect((await cardEvents()).length).toBe(1)
  await house.edit(1, 'https://cup.example and https://tea.example')
  const [, last] = await cardEvents()
  expect(last?.cards).toMatchObject([{ title: 'Cup' }, { title: 'Tea' }])
  // Taken out and put in again: its card comes again.
  await house.edit(1, 'nothing')
  await house.edit(1, 'https://tea.example')
  expect((await cardEvents()).length).toBe(3)
})

type Happens = (message: number) => unknown
/** What happens while a page is asked, and what makes it undone. */
const meanwhile: Record<string, [doing: Happens, undoing?: Happens]> = {
  nothing: [async () => undefined],
  'it is erased': [(message) => house.erase(message, 'delete')],
  'its author wants none': [
    (message) => house.handlers['message.hide_cards'].handle(house.ada, { room: ROOM, cid: cid(), message }),
  ],
  'its link is edited out': [(message) => house.edit(message, 'nothing')],
  'its author is put out': [
    () =>
      change`insert into bans (room_id, principal_id, by_id, at_ms, was_member) values (${ROOM}, ${ADA}, ${'x'}, ${1}, ${0})`,
    () => change`delete from bans`,
  ],
  'its author is deleted': [async () => house.gone.add(ADA), async () => house.gone.delete(ADA)],
  'the room is archived': [
    () => change`update rooms set archived = ${1}`,
    () => change`update rooms set archived = ${0}`,
  ],
  'the room wants none any more': [() => setRoom('open', 0), () => setRoom('open', null)],
}

test('[P-7] [P-27] a card is stored as things are when its page has answered', async () => {
  for (const [at, [what, [doing, undoing]]] of Object.entries(meanwhile).entries()) {
    const address = `https://tea.example/${at}`
    const { promise, resolve: answer } = Promise.withResolvers<string>()
    pages.set(address, promise)
    await house.post(address)
    const { seq = 0 } = (await wires()).at(-1) ?? {}
    while (!asked.includes(address)) await nextTurn()
    await doing(seq)
    answer('<title>Secret tea</title>')
    await cards.settled()
    const stored = (await wires()).filter(({ message, cards: shown }) => message === seq && (shown?.length ?? 0) > 0)
    expect([what, stored.length]).toEqual([what, what === 'nothing' ? 1 : 0])
    await undoing?.(seq)
  }
})

test('[P-7] with its message a card is a stub, on every road', async () => {
  await house.post('https://tea.example')
  expect((await cardEvents())[0]).toMatchObject({ cards: [{ title: 'Tea' }] })
  await house.erase(1, 'delete')
  const [stub] = await cardEvents()
  expect(stub).toMatchObject({ message: 1, erased: 3 })
  expect(JSON.stringify(await wires())).not.toContain('tea.example')
  const states = await house.house.storage.read<{ state: string }[]>`select state from message_states`
  expect(JSON.stringify(states)).not.toContain('tea.example')
})

test('a picture keeps its address while its page is asked again, and goes when nobody has looked at it for a month', async () => {
  const html = `<title>Tea</title><meta property="og:image" content="${PICTURE}">`
  pages.set('https://tea.example/', html)
  pages.set(PICTURE, 'old')
  await house.post('https://tea.example')
  await cards.settled()
  const rows = () => house.house.storage.read<{ id: string | null; hash: string | null }[]>`
    select picture_id as id, picture_hash as hash from link_cards`
  const [before] = await rows()
  pages.set(PICTURE, 'new')
  house.clock.move(DAY_MS + 1)
  await house.post('https://tea.example')
  await cards.settled()
  const [after] = await rows()
  expect(after?.id).toBe(before?.id ?? '')
  expect(after?.hash).not.toBe(before?.hash ?? '')
  // The page is gone: cards of earlier messages keep what they had.
  pages.delete('https://tea.example/')
  house.clock.move(DAY_MS + 1)
  await house.post('https://tea.example')
  await cards.settled()
  expect(await rows()).toEqual([after ?? { id: '', hash: '' }])
  house.clock.move(29 * DAY_MS)
  await cards.readPicture(after?.id ?? '')
  await house.house.storage.write(async () => undefined)
  house.clock.move(2 * DAY_MS)
  await cards.sweep()
  expect((await rows()).length).toBe(1)
  house.clock.move(31 * DAY_MS)
  await cards.sweep()
  expect(await rows()).toEqual([])
})
