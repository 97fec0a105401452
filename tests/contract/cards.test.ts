import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { newToken } from '#tests/kit/guest.ts'
import { linesOf } from '#tests/kit/lines-of.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { answer, hang, page, startStrangeSite } from '#tests/kit/strange-site.ts'
import { cid, makes } from './room-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let site: Awaited<ReturnType<typeof startStrangeSite>>
beforeAll(async () => {
  const answers = {
    '/tea': answer(page('Tea', '<meta property="og:image" content="/tea.png"><meta name=description content="green">')),
    '/tea.png': answer(pngPicture({ width: 400, height: 200 }), { type: 'image/png' }),
    '/cup': answer(page('Cup')),
  }
  // On every number of this machine, so that there are many sites.
  site = await startStrangeSite(answers, '0.0.0.0')
  server = await startServer({ env: { CLASSIC: 'off', LINK_CARDS: 'on', LINK_CARDS_ALLOW_PRIVATE: 'on' } })
})
afterAll(async () => {
  site.stop()
  await server.dispose()
})

/** So long a page is waited for (server/cards/guarded-get.ts). */
const PAGE_MS = 3_000

let people = 0
const guest = (name: string) => Talker.guest(server, `${name} ${++people}`)
const opens = (talker: Talker, access: 'open' | 'link' | 'private' = 'open') => makes(talker, { access })
const hearsCards = async (talker: Talker) => {
  await talker.hearsWhen(() => talker.events().some(({ type }) => type === 'message.carded'))
  const event = talker.events().find((one) => one.type === 'message.carded')
  if (event?.type !== 'message.carded') throw new Error('there is no such event')
  return event
}
const linesIn = async (talker: Talker, room: string) =>
  v.parse(commands['room.history'].reply, await talker.ok('room.history', { room, before: 1_000 })).lines

test('[F-27] [T-45] a link gets its card, for everybody, with our own copy of its picture', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await opens(ada)
  await bob.ok('room.join', { room: room.id })
  await ada.posts(room.id, `see ${site.url}/tea`)
  const event = await hearsCards(bob)
  expect(event).toMatchObject({ by: { id: ada.id }, message: 1 })
  const [card] = event.cards ?? []
  const picture = { id: expect.any(String), width: 256, height: 128 }
  const host = `127.0.0.1:${site.port}`
  expect(card).toEqual({ link: `${site.url}/tea`, host, title: 'Tea', text: 'green', picture })
  // A fresh reader gets what the events make of it.
  expect(await linesIn(await joined(room.id), room.id)).toMatchObject([{ seq: 1, now: { v: 2, cards: [card] } }])
  const address = `${server.url}/api/cards/${card?.picture?.id}`
  const token = await newToken(server.url)
  const shown = await fetch(address, { headers: { Authorization: `Bearer ${token}` } })
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
  expect(shown.headers.get('content-security-policy')).toContain('sandbox')
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  const known = { Authorization: `Bearer ${token}`, 'If-None-Match': shown.headers.get('etag') ?? '' }
  expect((await fetch(address, { headers: known })).status).toBe(304)
  expect((await fetch(address)).status).toBe(401)
  const none = `${server.url}/api/cards/f${'0'.repeat(26)}`
  expect((await fetch(none, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(404)
  // It is erased: on every road nothing is left of it.
  await ada.ok('message.erase', { room: room.id, cid: cid(), message: 1, how: 'delete' })
  await bob.hearsUpTo(3)
  expect(JSON.stringify(await linesIn(bob, room.id))).not.toContain('Tea')
  const resumed = await guest('cleo')
  const reply = await resumed.ok('room.join', { room: room.id, after: 0 })
  expect(JSON.stringify([reply, resumed.events()])).not.toContain('/tea')
})

async function joined(room: string): Promise<Talker> {
  const somebody = await guest('reader')
  await somebody.ok('room.join', { room })
  return somebody
}

test('[P-7] the author takes cards away, nobody else; state and events agree', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await opens(ada)
  await bob.ok('room.join', { room: room.id })
  await ada.posts(room.id, `${site.url}/cup`)
  await hearsCards(bob)
  const before = await linesIn(bob, room.id)
  const hide = { room: room.id, cid: cid(), message: 1 }
  expect(await bob.refusal('message.hide_cards', hide)).toBe('forbidden')
  expect(await ada.refusal('message.hide_cards', hide)).toBe('ok')
  await bob.hearsUpTo(3)
  const [line] = await linesIn(bob, room.id)
  expect(line).toMatchObject({ now: { v: 3, cards_off: true } })
  expect(line?.now?.cards).toBeUndefined()
  const told = bob.events().filter(({ seq }) => seq > 2)
  expect(linesOf(told, before)).toEqual(line ? [line] : [])
})

test('the owner says whether a room has cards; what is private has none unless it is wanted', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const [open, hidden] = [await opens(ada), await opens(ada, 'private')]
  expect([open.cards, hidden.cards]).toEqual([true, undefined])
  const change = (who: Talker, room: string, wish: object) =>
    who
      .ask('room.change', { room, cid: cid(), ...wish })
      .then(({ kind, body }) => (kind === 'ok' ? 'ok' : body['code']))
  await bob.ok('room.join', { room: open.id })
  expect(await change(bob, open.id, { cards: false })).toBe('forbidden')
  expect(await change(ada, open.id, { cards: false })).toBe('ok')
  await bob.hearsUpTo(1)
  expect(bob.events()).toMatchObject([{ type: 'room.changed', cards: false }])
  const roomOf = async (who: Talker, room: string) =>
    v.parse(commands['room.join'].reply, await who.ok('room.join', { room })).room
  expect((await roomOf(await guest('cleo'), open.id)).cards).toBeUndefined()
  // Switched off, and switched on where nobody expects it: what is asked tells which is which.
  await ada.posts(open.id, `${site.url}/off`)
  expect(await change(ada, hidden.id, { cards: true })).toBe('ok')
  await ada.posts(hidden.id, `${site.url}/cup?private`)
  site.answers['/cup?private'] = answer(page('Cup'))
  await ada.hearsWhen(() => ada.events().some(({ type }) => type === 'message.carded'))
  expect(site.visits.map(({ path }) => path)).not.toContain('/off')
  // The same again is no news.
  expect(await change(ada, hidden.id, { cards: true })).toBe('ok')
  expect((await roomOf(ada, hidden.id)).cards).toBe(true)
})

test('[F-27] [T-44] messages are as quick as ever while pages hang', async () => {
  site.answers['/hang'] = hang
  const ada = await guest('ada')
  const room = await opens(ada)
  const times: number[] = []
  for (let at = 0; at < 100; at++) {
    const links = [1, 2, 3].map((n) => `http://127.0.${at}.${n}:${site.port}/hang`).join(' ')
    const start = performance.now()
    await ada.posts(room.id, links)
    times.push(performance.now() - start)
  }
  expect(site.visits.filter(({ path }) => path === '/hang').length).toBeGreaterThan(10)
  // They were asked, and hang: a path that waited for them would be answered when they are given up. The middle one, for a machine stands still at times.
  expect(times.toSorted((one, other) => one - other)[50]).toBeLessThan(PAGE_MS / 2)
  expect(await ada.refusal('heartbeat', {})).toBe('ok')
  expect(ada.events().filter(({ type }) => type === 'message.carded')).toEqual([])
})
