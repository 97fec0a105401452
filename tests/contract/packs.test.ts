import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { type Pack, pack as packShape } from '#protocol/packs.ts'
import { petNames } from '#server/packs/tea-pet-names.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import { gifBomb, gifPicture, pngBomb, pngPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const env = { CLASSIC: 'off', LIMIT_UPLOADS_BURST: '1000', LIMIT_UPLOADS_OPEN: '1000' }

let server: TestServer
let owner: Somebody
let bob: Somebody
beforeAll(async () => {
  server = await startServer({ env })
  owner = await somebody('landlady of packs')
  await owner.talker.ok('owner.claim', { code: await claimCode(server) })
  bob = await somebody('bob of packs')
})
afterAll(() => server.dispose())

type Somebody = { talker: Talker; web: Uploader; token: string }
async function somebody(name: string): Promise<Somebody> {
  const token = await newToken(server.url)
  const talker = await Talker.looker(server, token)
  await talker.ok('profile.set', { name, look: 1 })
  return { talker, token, web: new Uploader(server, token) }
}

const sized = (side: number, shade = 0) =>
  new Uint8Array(pngPicture({ width: side, height: side, draw: (x, y) => [x % 256, y % 256, shade, 255] }))
let shade = 0
/** Uploads a picture for a pack; the id of its file. */
async function picture(bytes = sized(40, ++shade % 256), by = owner): Promise<string> {
  const begun = await by.web.opens(null, { name: 'x.png', bytes: bytes.length })
  return (await by.web.sends(begun, bytes)).id
}
const made = v.object({ pack: packShape })
async function makes(title: string, names: readonly string[], kind = 'emoticons'): Promise<Pack> {
  const pictures = []
  for (const name of names) pictures.push({ name, file: await picture() })
  return v.parse(made, await owner.talker.ok('pack.make', { title, kind, pictures })).pack
}
async function lists({ talker }: Somebody): Promise<Pack[]> {
  const all: Pack[] = []
  for (let after: string | undefined; ; ) {
    const page = v.parse(commands['pack.list'].reply, await talker.ok('pack.list', after ? { after } : {}))
    all.push(...page.packs)
    if (!page.next) return all
    after = page.next
  }
}
async function says({ talker }: Somebody, room: string, body: string, more = {}) {
  const cid = crypto.randomUUID()
  const { seq } = await talker.ok('message.post', { room, cid, body, ...more })
  const { lines } = await talker.ok('room.history', { room, limit: 1 })
  expect(lines).toMatchObject([{ seq, body }])
  const [line] = v.parse(v.array(v.looseObject({ seq: v.number() })), lines)
  return line
}

test('the pack of our own drawing is there from the start, in one request, which never changes', async () => {
  const looker = { ...bob, talker: await Talker.looker(server) }
  const [pets] = await lists(looker)
  if (!pets) throw new Error('no pack')
  expect(pets).toMatchObject({ kind: 'stickers', version: 1 })
  expect(pets.pictures).toHaveLength(24)
  expect(new Set(pets.pictures.flatMap(({ name, also = [] }) => [name, ...also])).size).toBe(
    petNames.length + petNames.flatMap(({ also }) => also).length,
  )
  for (const one of pets.pictures) expect(one).toMatchObject({ width: 320, height: 320, type: 'image/webp' })
  const set = await bob.web.call(`/api/packs/${pets.id}/1`)
  expect(set.status).toBe(200)
  expect(set.headers.get('cache-control')).toContain('immutable')
  const last = pets.pictures.at(-1)
  expect(set.bytes.length).toBe((last?.from ?? 0) + (last?.bytes ?? 0))
  for (const { id, from, bytes } of pets.pictures.slice(0, 3)) {
    const one = await bob.web.call(`/api/emoticons/${id}`)
    expect(Object.fromEntries(one.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    expect(one.bytes.equals(set.bytes.subarray(from, from + bytes))).toBe(true)
    expect(one.bytes.subarray(8, 12).toString()).toBe('WEBP')
  }
  const [, second] = pets.pictures
  if (!second) throw new Error('one picture only')
  const range = { Range: `bytes=${second.from - 5}-${second.from + second.bytes + 4}` }
  const part = await bob.web.call(`/api/packs/${pets.id}/1`, { headers: range })
  expect([part.status, part.bytes.equals(set.bytes.subarray(second.from - 5, second.from + second.bytes + 5))]).toEqual(
    [206, true],
  )
  for (const path of [`/api/packs/${pets.id}/2`, '/api/packs/k000000000000/1', '/api/emoticons/e0000000000000000'])
    expect((await bob.web.call(path)).json).toEqual({ code: 'not_found' })
  expect((await fetch(`${server.url}/api/packs/${pets.id}/1`)).status).toBe(401)
})

test('a name in a body is a picture when it is posted and edited; unknown names, code, links and times are text', async () => {
  const room = await bob.talker.joins('emoticon-room')
  const own = await makes('words', ['wave', '摸鱼', 'Big_One'])
  const [wave, fish] = own.pictures
  const line = await says(bob, room, 'a :wave: 我:摸鱼:吧 :WAVE: :nobody: `:wave:` :nobody:wave: 10:wave:')
  expect(line).toMatchObject({
    emoticons: [
      { name: 'wave', id: wave?.id },
      { name: '摸鱼', id: fish?.id },
      { name: 'WAVE', id: wave?.id },
    ],
  })
  for (const text of [
    '`:wave:`',
    '```\n:wave:\n```',
    '[:wave:](https://a.example)',
    'https://a.example/:wave:',
    ':wave',
    '9:wave:',
  ])
    expect(await says(bob, room, text)).not.toHaveProperty('emoticons')
  expect(await says(bob, room, '> - **:happy:** ||:开心:||')).toMatchObject({
    emoticons: [{ name: 'happy' }, { name: '开心' }],
  })
  const first = line?.seq
  const at = { room, cid: crypto.randomUUID(), message: first }
  await bob.talker.ok('message.edit', { ...at, body: 'now :big_one:' })
  expect(await bob.talker.ok('message.get', { room, messages: [first] })).toMatchObject({
    lines: [{ now: { edited: { body: 'now :big_one:', emoticons: [{ name: 'big_one', id: own.pictures[2]?.id }] } } }],
  })
  const many = [...petNames.map(({ name }) => name), 'wave'].map((name) => `:${name}:`).join(' ')
  const crowded = v.parse(v.object({ emoticons: v.array(v.unknown()) }), await says(bob, room, many))
  expect(crowded.emoticons).toHaveLength(limits.emoticons)
})

test('a sticker is a message of its own: its body is its name, and it is not edited', async () => {
  const room = await bob.talker.joins('sticker-room')
  const [pets] = await lists(bob)
  const [happy] = pets?.pictures ?? []
  const line = await says(bob, room, ':happy:', { sticker: happy?.id })
  expect(line).toMatchObject({ sticker: { name: 'happy', id: happy?.id, width: 320, height: 320 } })
  expect(line).not.toHaveProperty('emoticons')
  const post = (body: string, sticker: unknown) =>
    bob.talker.refusal('message.post', { room, cid: crypto.randomUUID(), body, sticker })
  expect(await post(':sad:', happy?.id)).toBe('bad_field')
  expect(await post('happy', happy?.id)).toBe('bad_field')
  expect(await post(':happy:', 'e0000000000000000')).toBe('not_found')
  expect(await post(':happy:', 'nonsense')).toBe('bad_field')
  const small = await makes('small ones', ['tiny'])
  expect(await post(':tiny:', small.pictures[0]?.id)).toBe('not_found')
  const edit = { room, cid: crypto.randomUUID(), message: line?.seq, body: 'x' }
  expect(await bob.talker.refusal('message.edit', edit)).toBe('forbidden')
  const other = await bob.talker.joins('sticker-room-2')
  await bob.talker.ok('message.forward', { room: other, cid: crypto.randomUUID(), from: { room, message: line?.seq } })
  expect(await bob.talker.ok('room.history', { room: other, limit: 1 })).toMatchObject({
    lines: [{ body: ':happy:', sticker: { id: happy?.id } }],
  })
})

test('[HOUSE-11] [P-5] a sticker whose answer was lost is told of again, though its pack is gone since', async () => {
  const room = await bob.talker.joins('sticker-once-more')
  const own = await makes('gone soon', ['Leaf'], 'stickers')
  const wish = { room, body: ':Leaf:', sticker: own.pictures[0]?.id }
  const first = { ...wish, cid: crypto.randomUUID() }
  const { seq } = await bob.talker.ok('message.post', first)
  await owner.talker.ok('pack.remove', { pack: own.id })
  expect(await bob.talker.ok('message.post', first)).toMatchObject({ seq, dup: true })
  expect(await bob.talker.refusal('message.post', { ...wish, cid: crypto.randomUUID() })).toBe('not_found')
  expect(await bob.talker.refusal('message.post', { ...first, body: ':leaf:' })).toBe('client_id_conflict')
})

test('what is offered no more keeps its face where it was said, and is no picture in what is said from then on', async () => {
  const room = await bob.talker.joins('gone-room')
  const own = await makes('short-lived', ['mayfly', 'ghost'])
  const [mayfly, ghost] = own.pictures
  if (!mayfly || !ghost) throw new Error('no pictures')
  const before = (await bob.web.call(`/api/packs/${own.id}/1`)).bytes
  const changed = v.parse(
    made,
    await owner.talker.ok('pack.change', {
      pack: own.id,
      title: 'renamed',
      remove: [mayfly.id],
      add: [{ name: 'mayfly', file: await picture() }],
    }),
  ).pack
  expect(changed).toMatchObject({ title: 'renamed', version: 2, pictures: [{ name: 'ghost' }, { name: 'mayfly' }] })
  expect(changed.pictures[1]?.id).not.toBe(mayfly.id)
  expect((await bob.web.call(`/api/packs/${own.id}/1`)).status).toBe(404)
  expect((await bob.web.call(`/api/emoticons/${mayfly.id}`)).bytes.equals(before.subarray(0, mayfly.bytes))).toBe(true)
  await owner.talker.ok('pack.remove', { pack: own.id })
  expect((await lists(bob)).map(({ id }) => id)).not.toContain(own.id)
  expect(await says(bob, room, ':ghost:')).not.toHaveProperty('emoticons')
  expect(await owner.talker.refusal('pack.remove', { pack: own.id })).toBe('not_found')
  expect((await bob.web.call(`/api/emoticons/${ghost.id}`)).status).toBe(200)
  // A name that is free again may be another picture; after a restart all is as it was.
  const again = await makes('long-lived', ['ghost'])
  await server.restart()
  const back = await Talker.looker(server, bob.token)
  expect((await lists({ ...bob, talker: back })).find(({ id }) => id === again.id)).toEqual(again)
  ;[owner.talker, bob.talker] = [await Talker.looker(server, owner.token), back]
})

describe('[T-79] what a pack may not be', () => {
  const table: readonly [why: string, code: string, input: (name: string) => Promise<object>][] = [
    ['a good one', 'ok', async (name) => ({ name })],
    ['a name with a space', 'bad_field', async () => ({ name: 'a b' })],
    ['a name with a colon', 'bad_field', async () => ({ name: 'a:b' })],
    ['a path as a name', 'bad_field', async () => ({ name: '../etc' })],
    ['a direction mark in a name', 'bad_field', async () => ({ name: 'a\u202eb' })],
    ['a name of 33 letters', 'bad_field', async () => ({ name: 'x'.repeat(33) })],
    ['a name of our own pack', 'name_taken', async () => ({ name: 'Happy' })],
    ['another name of it', 'name_taken', async () => ({ name: 'ＷＯＷ' })],
    ['a file that is not there', 'not_found', async (name) => ({ name, file: `f${'0'.repeat(26)}` })],
    ['no id of a file', 'bad_field', async (name) => ({ name, file: 'x' })],
  ]
  for (const [at, [why, code, input]] of table.entries())
    test(why, async () => {
      const pictures = [{ file: await picture(), ...(await input(`good${at}`)) }]
      expect(await owner.talker.refusal('pack.make', { title: why, kind: 'emoticons', pictures })).toBe(code)
    })

  test('somebody else’s file, one of a room, one that is in a pack already, the same name twice', async () => {
    const room = await owner.talker.joins('packs-and-rooms')
    const inRoom = (await owner.web.uploads(room, sized(20))).id
    const used = await picture()
    const make = (title: string, pictures: object[]) =>
      owner.talker.ask('pack.make', { title, kind: 'emoticons', pictures })
    expect((await make('of a room', [{ name: 'roomy', file: inRoom }])).body).toEqual({ code: 'not_found' })
    const first = await make('used once', [{ name: 'once', file: used }])
    // The answer was lost, and it is asked for again.
    expect((await make('used once', [{ name: 'once', file: used }])).body).toEqual(first.body)
    expect(
      (
        await make('used twice', [
          { name: 'twice', file: used },
          { name: 'other', file: await picture() },
        ])
      ).body,
    ).toEqual({
      code: 'not_found',
    })
    const twins = [
      { name: 'twin', file: await picture() },
      { name: 'TWIN', file: await picture() },
    ]
    expect((await make('twins', twins)).body).toEqual({ code: 'name_taken', field: 'TWIN' })
    expect((await make('  ', [{ name: 'untitled', file: await picture() }])).body).toMatchObject({ code: 'empty' })
    const long = await make('x'.repeat(limits.packTitleChars + 1), [{ name: 'long', file: await picture() }])
    expect(long.body).toEqual({ code: 'too_long', limit: limits.packTitleChars })
    expect((await make('none', [])).body).toMatchObject({ code: 'bad_field' })
  })

  test('[T-39] bombs, other kinds of files and what is too much are refused one by one, before or after the last slice', async () => {
    const sends = async (bytes: Buffer) => {
      const { id, slice } = await owner.web.opens(null, { name: 'x.png', bytes: bytes.length })
      for (let at = 0; ; at += slice) {
        const { json } = await owner.web.patch(id, at, new Uint8Array(bytes.subarray(at, at + slice)))
        if (json?.['code'] !== undefined || at + slice >= bytes.length) return json
      }
    }
    expect(await sends(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatchObject({ code: 'wrong_kind' })
    expect(await sends(Buffer.from('<!doctype html><b>x'))).toMatchObject({ code: 'wrong_kind' })
    expect(await sends(pngBomb())).toMatchObject({ code: 'bad_picture' })
    expect(await sends(gifBomb())).toMatchObject({ code: 'bad_picture', what: 'frames' })
    expect(await sends(pngPicture().subarray(0, 60))).toMatchObject({ code: 'bad_picture' })
    // The positive control: a picture that moves still moves.
    const moving = await picture(new Uint8Array(gifPicture()))
    const made_ = await owner.talker.ok('pack.make', {
      title: 'moving',
      kind: 'emoticons',
      pictures: [{ name: 'mover', file: moving }],
    })
    expect(made_).toMatchObject({ pack: { pictures: [{ moving: true, type: 'image/gif' }] } })
  })

  test('who does not own the installation neither uploads for packs nor changes them', async () => {
    const [pets] = await lists(bob)
    expect((await bob.web.wish(null, { name: 'x.png', bytes: 10 })).json).toEqual({ code: 'forbidden' })
    const pictures = [{ name: 'mine', file: await picture() }]
    for (const [name, input] of [
      ['pack.make', { title: 'mine', kind: 'emoticons', pictures }],
      ['pack.change', { pack: pets?.id, title: 'mine' }],
      ['pack.remove', { pack: pets?.id }],
    ] as const)
      expect(await bob.talker.refusal(name, input)).toBe('forbidden')
    const looker = await Talker.looker(server)
    expect(await looker.refusal('pack.remove', { pack: pets?.id })).toBe('login_first')
    expect((await lists(bob))[0]).toEqual(pets)
  })
})
