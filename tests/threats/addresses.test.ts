import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { type Address, addresses, type Method } from '#protocol/addresses.ts'
import { commands } from '#protocol/index.ts'
import { cid } from '#tests/contract/room-talk.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { answer, page, startStrangeSite } from '#tests/kit/strange-site.ts'
import { type Circle, circleOf, landlord, type Somebody, type Standing, standings } from './circle.ts'

setDefaultTimeout(TEST_MS)

const wordsOfCard = { '/tea': answer(page('Tea', '<meta property="og:image" content="/tea.png">')) }
const png = pngPicture({ width: 400, height: 200 })

let server: TestServer
let site: Awaited<ReturnType<typeof startStrangeSite>>
let circle: Circle
let things: Things
beforeAll(async () => {
  site = await startStrangeSite({ ...wordsOfCard, '/tea.png': answer(png, { type: 'image/png' }) })
  const env = { CLASSIC: 'off', LINK_CARDS: 'on', LINK_CARDS_ALLOW_PRIVATE: 'on', LIMIT_EXPORTS_PER_HOUR: '1000' }
  server = await startServer({ env })
  const house = await landlord(server)
  circle = await circleOf(server, house)
  things = await makeThings(circle)
})
afterAll(async () => {
  site.stop()
  await server.dispose()
})

/** What there is to be asked for. */
type Things = { room: string; file: string; picture: string; pack: string; emoticon: string }

async function makeThings({ owner: { talker, web }, room }: Circle): Promise<Things> {
  await talker.ok('room.change', { room, cid: cid(), cards: true })
  const file = await web.uploads(room, new Uint8Array(png), 'tea.png')
  await talker.ok('message.post', { room, cid: cid(), body: `${site.url}/tea`, files: [{ id: file.id, alt: '' }] })
  await talker.hearsWhen(() => talker.events().some(({ type }) => type === 'message.carded'))
  const carded = talker.events().find((event) => event.type === 'message.carded')
  const picture = carded?.type === 'message.carded' ? carded.cards?.[0]?.picture?.id : undefined
  const { packs } = v.parse(commands['pack.list'].reply, await talker.ok('pack.list', {}))
  const [pack] = packs
  const emoticon = pack?.pictures[0]?.id
  if (!picture || !pack || !emoticon) throw new Error('a thing is missing')
  return { room, file: file.id, picture, pack: `${pack.id}/${pack.version}`, emoticon }
}

type Row = Record<Standing, number>
const row = (words: string): Row => {
  const [looker = 0, outsider = 0, guest = 0, owner = 0, removed = 0, banned = 0, house = 0] = words
    .trim()
    .split(/\s+/)
    .map(Number)
  return { looker, outsider, guest, owner, removed, banned, house }
}
type Case = { path(at: Things, own: string): string; body?: string; headers?: Record<string, string>; row: Row }

const JSON_BODY = { 'Content-Type': 'application/json' }
const wish = JSON.stringify({ name: 'x.bin', bytes: 3 })
/** Where nothing is: what one may not see answers the same. */
const ofRoom = '404 404 200 200 404 404 404'
const everybodys = '200 200 200 200 200 200 200'

/** What each gets at each address. Those that are let in are the positive controls of the others. Without a session: 401 at all of them. */
const cases: { readonly [A in Address]: { readonly [M in Method<A>]: Case } } = {
  '/api/session': {
    POST: { path: () => '/api/session', body: '{"locale":"en"}', headers: JSON_BODY, row: row(everybodys) },
  },
  '/api/rooms/:room/export.:kind': {
    GET: { path: ({ room }) => `/api/rooms/${room}/export.ndjson`, row: row('401 404 200 200 404 404 404') },
  },
  '/api/rooms/:room/uploads': {
    POST: {
      path: ({ room }) => `/api/rooms/${room}/uploads`,
      ...{ body: wish, headers: JSON_BODY },
      row: row('401 404 201 201 404 404 404'),
    },
  },
  '/api/packs/uploads': {
    POST: {
      path: () => '/api/packs/uploads',
      ...{ body: JSON.stringify({ name: 'x.png', bytes: 3 }), headers: JSON_BODY },
      row: row('401 403 403 403 403 403 201'),
    },
  },
  // An upload of the guest: nobody else knows that it is there, the owner of its room neither.
  '/api/uploads/:upload': {
    GET: { path: (_, own) => `/api/uploads/${own}`, row: row('404 404 200 404 404 404 404') },
    PATCH: {
      path: (_, own) => `/api/uploads/${own}`,
      ...{ body: 'x', headers: { 'Upload-Offset': '0' } },
      row: row('404 404 200 404 404 404 404'),
    },
    DELETE: { path: (_, own) => `/api/uploads/${own}`, row: row('404 404 200 404 404 404 404') },
  },
  '/api/files/:file': { GET: { path: ({ file }) => `/api/files/${file}`, row: row(ofRoom) } },
  '/api/files/:file/thumb': { GET: { path: ({ file }) => `/api/files/${file}/thumb`, row: row(ofRoom) } },
  // Copies of public pages under names that cannot be guessed, and what the house has put out for everybody.
  '/api/cards/:picture': { GET: { path: ({ picture }) => `/api/cards/${picture}`, row: row(everybodys) } },
  '/api/packs/:pack/:version': { GET: { path: ({ pack }) => `/api/packs/${pack}`, row: row(everybodys) } },
  '/api/emoticons/:emoticon': { GET: { path: ({ emoticon }) => `/api/emoticons/${emoticon}`, row: row(everybodys) } },
}

const asksOf = (method: string, { path, body, headers = {} }: Case, own: string) => ({
  path: path(things, own),
  init: { method, headers, ...(body !== undefined && { body }) },
})

for (const [address, methods] of Object.entries(cases)) {
  for (const [method, one] of Object.entries<Case>(methods)) {
    test(`[HOUSE-9] [T-1] [T-8] ${method} ${address} × everybody who could ask`, async () => {
      const { guest, room } = circle
      const own = address.includes(':upload') ? (await guest.web.opens(room, { name: 'x', bytes: 3 })).id : ''
      const { path, init } = asksOf(method, one, own)
      const got: Partial<Row> = {}
      // Whoever may do it comes last: it may be there once only.
      const inOrder = standings.toSorted((a, b) => one.row[b] - one.row[a])
      for (const standing of inOrder) got[standing] = await statusOf(circle[standing], path, init)
      expect(got).toEqual(one.row)
      const nobody = await fetch(`${server.url}${path}`, init)
      expect(nobody.status).toBe(address === '/api/session' ? 200 : 401)
    })
  }
}

async function statusOf({ web }: Somebody, path: string, init: RequestInit & { headers: Record<string, string> }) {
  const { method = 'GET', headers } = init
  const body = typeof init.body === 'string' ? init.body : undefined
  return (await web.call(path, { method, headers, ...(body !== undefined && { body }) })).status
}

test('[T-1] what one may not see answers word for word as what is not there', async () => {
  const [file, room] = [`f${'0'.repeat(26)}`, `r${'0'.repeat(12)}`]
  const pairs = [
    [`/api/files/${things.file}`, `/api/files/${file}`],
    [`/api/files/${things.file}/thumb`, `/api/files/${file}/thumb`],
    [`/api/rooms/${things.room}/export.zip`, `/api/rooms/${room}/export.zip`],
  ]
  for (const standing of ['outsider', 'removed', 'banned', 'house'] as const) {
    const { web } = circle[standing]
    for (const [forbidden = '', absent = ''] of pairs) {
      const [one, other] = [await web.call(forbidden), await web.call(absent)]
      const shown = ({ status, bytes, headers }: typeof one) => [
        status,
        bytes.toString(),
        [...headers].filter(([name]) => name !== 'date').toSorted(),
      ]
      expect(shown(one)).toEqual(shown(other))
    }
  }
})

test('[T-70] no answer about somebody may be kept by a cache that others share, or be read by another site', async () => {
  for (const [address, methods] of Object.entries(cases)) {
    const one = Object.entries<Case>(methods).find(([method]) => method === 'GET')?.[1]
    if (!one || address.includes(':upload')) continue
    const { headers } = await circle.guest.web.call(one.path(things, ''))
    expect([address, headers.get('cache-control')]).toEqual([address, expect.stringMatching(/private|no-store/)])
    expect([address, headers.get('cross-origin-resource-policy')]).toEqual([address, 'same-origin'])
  }
})

test('an address that is not in the list is none, and a method that is not there is refused', async () => {
  const { web } = circle.guest
  for (const path of ['/api', '/api/', '/api/rooms', `/api/rooms/${things.room}`, '/api/files', '/api/nothing'])
    expect([path, (await web.call(path)).status]).toEqual([path, 404])
  for (const [address, methods] of Object.entries(addresses)) {
    const [first] = methods
    const path = Object.entries<Case>(cases[address as Address]).find(([method]) => method === first)?.[1].path
    const others = ['PUT', 'PATCH', 'DELETE', 'POST'].filter(
      (method) => !Object.keys(cases[address as Address]).includes(method),
    )
    for (const method of others)
      expect([
        address,
        method,
        (await web.call(path?.(things, `u${'0'.repeat(26)}`) ?? '', { method })).status,
      ]).toEqual([address, method, 405])
  }
})
