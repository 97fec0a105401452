import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from 'node:net'
import { limits } from '#protocol/limits.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { type Answer, randomFile, Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const env = { CLASSIC: 'off', LIMIT_UPLOADS_BURST: '1000', LIMIT_UPLOADS_OPEN: '1000' }
const SLICE = limits.sliceBytes

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env })
})
afterAll(() => server.dispose())

type Somebody = { talker: Talker; token: string; web: Uploader }

async function somebody(name: string, at = server): Promise<Somebody> {
  const token = await newToken(at.url)
  const talker = await Talker.looker(at, token)
  await talker.ok('profile.set', { name, look: 1 })
  return { talker, token, web: new Uploader(at, token) }
}

const outcome = ({ status, json }: Answer): unknown[] => (json ? [status, json] : [status])
const posts = (talker: Talker, room: string, ...files: string[]) =>
  talker.ok('message.post', { room, cid: crypto.randomUUID(), body: '', files: files.map((id) => ({ id })) })

test('a file comes in slices, waits for its message, and is got by who may read it, whole and in parts', async () => {
  const [ada, bob] = [await somebody('ada of uploads'), await somebody('bob of uploads')]
  const room = await ada.talker.joins('uploads-room')
  const bytes = randomFile(2 * SLICE + 7)
  const begun = await ada.web.opens(room, { name: 'tea.bin', bytes: bytes.length })
  // Nobody knows how many begin: the first slice is small.
  expect(begun).toEqual({ id: begun.id, offset: 0, slice: 256 * 1024 })
  const first = await ada.web.patch(begun.id, 0, bytes.slice(0, SLICE))
  expect(outcome(first)).toEqual([200, { id: begun.id, offset: SLICE, slice: SLICE }])
  expect(await ada.web.state(begun.id)).toEqual({ id: begun.id, offset: SLICE, slice: SLICE })
  const file = await ada.web.sends(await ada.web.state(begun.id), bytes)
  expect(file).toMatchObject({ kind: 'file', name: 'tea.bin', type: 'application/octet-stream', bytes: bytes.length })
  // An answer that was lost is told again, the same.
  expect((await ada.web.state(begun.id)).file).toEqual(file)
  expect((await ada.web.patch(begun.id, 2 * SLICE, bytes.slice(2 * SLICE))).json).toMatchObject({
    file: { id: file.id },
  })

  // It waits: its owner sees it, nobody else.
  expect((await ada.web.get(file.id)).bytes.equals(bytes)).toBe(true)
  expect(outcome(await bob.web.get(file.id))).toEqual([404, { code: 'not_found' }])
  await bob.talker.joins('uploads-room')
  await posts(ada.talker, room, file.id)
  const whole = await bob.web.get(file.id)
  expect(whole.bytes.equals(bytes)).toBe(true)
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="tea.bin"; filename*=UTF-8''tea.bin`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=300',
    vary: 'Cookie, Authorization',
    'accept-ranges': 'bytes',
  })
  const part = await bob.web.get(file.id, { Range: `bytes=${SLICE - 3}-${SLICE + 2}` })
  expect([part.status, part.headers.get('content-range')]).toEqual([
    206,
    `bytes ${SLICE - 3}-${SLICE + 2}/${bytes.length}`,
  ])
  expect(part.bytes.equals(bytes.subarray(SLICE - 3, SLICE + 3))).toBe(true)
  const known = await bob.web.get(file.id, { 'If-None-Match': whole.headers.get('etag') ?? '' })
  expect([known.status, known.bytes.length]).toEqual([304, 0])
  const head = await bob.web.call(`/api/files/${file.id}`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, `${bytes.length}`, 0])
  expect((await bob.web.call(`/api/files/${file.id}/thumb`)).status).toBe(404)
})

test('[T-8] not by a neighbour’s id, not after a kick, not after an erasure, not before a session', async () => {
  const [ada, bob, eve] = [
    await somebody('ada of doors'),
    await somebody('bob of doors'),
    await somebody('eve of doors'),
  ]
  const { room } = await ada.talker.ok('room.make', { cid: crypto.randomUUID(), title: 'doors', access: 'private' })
  const id = roomIdOf(room)
  await ada.talker.ok('room.join', { room: id })
  await ada.talker.ok('member.add', { cid: crypto.randomUUID(), room: id, person: bob.talker.id })
  const file = await ada.web.uploads(id, randomFile(100))
  expect((await ada.web.get(file.id)).status).toBe(200)
  const { seq } = await posts(ada.talker, id, file.id)
  const gone = [404, { code: 'not_found' }]
  const absent = `${file.id.slice(0, -1)}${file.id.endsWith('0') ? '1' : '0'}`
  expect((await bob.web.get(file.id)).status).toBe(200)
  expect(outcome(await bob.web.get(absent))).toEqual(gone)
  for (const path of [`/api/files/${file.id}`, `/api/files/${file.id}/thumb`])
    expect(outcome(await eve.web.call(path))).toEqual(gone)
  expect(outcome(await eve.web.wish(id, { name: 'x', bytes: 1 }))).toEqual(gone)
  const nobody = await fetch(`${server.url}/api/files/${file.id}`)
  expect([nobody.status, await nobody.json()]).toEqual([401, { code: 'login_first' }])

  await ada.talker.ok('member.remove', { cid: crypto.randomUUID(), room: id, person: bob.talker.id })
  expect(outcome(await bob.web.get(file.id))).toEqual(gone)
  // What he had in his cache is asked for again, and not confirmed.
  expect(outcome(await bob.web.get(file.id, { 'If-None-Match': `"${file.id}"` }))).toEqual(gone)
  expect((await ada.web.get(file.id)).status).toBe(200)
  await ada.talker.ok('message.erase', { room: id, cid: crypto.randomUUID(), message: seq, how: 'delete' })
  expect(outcome(await ada.web.get(file.id))).toEqual(gone)
})

const roomIdOf = (room: unknown): string =>
  typeof room === 'object' && room !== null && 'id' in room ? String(room.id) : ''

test('[HOUSE-11] [P-5] a message with a file whose answer was lost is told of again, though it was erased since', async () => {
  const ada = await somebody('ada of once more')
  const room = await ada.talker.joins('uploads-once-more')
  const { id } = await ada.web.uploads(room, randomFile(2_000))
  const first = { room, cid: crypto.randomUUID(), body: '', files: [{ id }] }
  const { seq } = await ada.talker.ok('message.post', first)
  await ada.talker.ok('message.erase', { room, cid: crypto.randomUUID(), message: seq, how: 'delete' })
  expect(await ada.talker.ok('message.post', first)).toMatchObject({ seq, dup: true })
  expect(await ada.talker.refusal('message.post', { ...first, cid: crypto.randomUUID() })).toBe('not_found')
})

test('[T-8] an upload is only its owner’s; who is put out meanwhile sends nothing more', async () => {
  const [ada, eve] = [await somebody('ada of owners'), await somebody('eve of owners')]
  const { room } = await ada.talker.ok('room.make', { cid: crypto.randomUUID(), title: 'owners', access: 'link' })
  const id = roomIdOf(room)
  const [mine, hers] = [
    await ada.web.opens(id, { name: 'x', bytes: 5 }),
    await eve.web.opens(id, { name: 'x', bytes: 5 }),
  ]
  const bytes = randomFile(5)
  for (const method of ['GET', 'DELETE'])
    expect(outcome(await eve.web.call(`/api/uploads/${mine.id}`, { method }))).toEqual([404, { code: 'not_found' }])
  expect(outcome(await eve.web.patch(mine.id, 0, bytes))).toEqual([404, { code: 'not_found' }])
  await ada.talker.ok('member.ban', { cid: crypto.randomUUID(), room: id, person: eve.talker.id })
  expect(outcome(await eve.web.patch(hers.id, 0, bytes))).toEqual([403, { code: 'banned' }])
  expect((await ada.web.patch(mine.id, 0, bytes)).status).toBe(200)
  expect((await ada.web.call(`/api/uploads/${mine.id}`, { method: 'DELETE' })).status).toBe(200)
  expect((await ada.web.call(`/api/uploads/${mine.id}`)).status).toBe(404)
})

test('[T-19] not for another site', async () => {
  const { talker, token, web } = await somebody('ada of sites')
  const room = await talker.joins('upload-sites')
  const file = await web.uploads(room, randomFile(10))
  const { id } = await web.opens(room, { name: 'x', bytes: 5 })
  const foreign = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'http://evil.example' },
    { 'Sec-Fetch-Site': 'none', 'X-Http-Method-Override': 'GET' },
  ]
  const cookie = { Cookie: `teahouse=${token}` }
  for (const headers of foreign.map((one) => ({ ...one, ...cookie, 'Content-Type': 'application/json' }))) {
    const ask = async (path: string, method: string, body?: string) =>
      (await fetch(`${server.url}${path}`, { method, headers, ...(body && { body }) })).status
    expect(await ask(`/api/rooms/${room}/uploads`, 'POST', '{"name":"x","bytes":1}')).toBe(403)
    expect(await ask(`/api/uploads/${id}`, 'PATCH', 'x')).toBe(403)
    expect(await ask(`/api/uploads/${id}`, 'DELETE')).toBe(403)
    if (headers['Sec-Fetch-Site'] !== 'none') expect(await ask(`/api/files/${file.id}`, 'GET')).toBe(403)
  }
  const own = await fetch(`${server.url}/api/files/${file.id}`, {
    headers: { ...cookie, 'Sec-Fetch-Site': 'same-origin' },
  })
  expect(own.status).toBe(200)
  // A form can say this, and no page's script can say it without being asked about.
  const form = { method: 'POST', headers: { ...cookie, 'Content-Type': 'text/plain' }, body: '{"name":"x","bytes":1}' }
  expect((await fetch(`${server.url}/api/rooms/${room}/uploads`, form)).status).toBe(415)
})

test('[UX-13] what an upload may not be, each with its reason; and after all of them it goes on', async () => {
  const { talker, web } = await somebody('mallory of uploads')
  const room = await talker.joins('bad-uploads')
  const most = limits.fileBytes
  const wave = [0, 31]
  const wishes: [unknown, number, unknown][] = [
    [{ name: 'x', bytes: 4 * 1024 ** 3 }, 413, { code: 'too_large', limit: most }],
    [{ name: 'x', bytes: most + 1 }, 413, { code: 'too_large', limit: most }],
    [{ name: 'x', bytes: 0 }, 400, { code: 'bad_field', field: 'bytes' }],
    [{ name: 'x', bytes: 1.5 }, 400, { code: 'bad_field', field: 'bytes' }],
    [{ name: 'x', bytes: 2 ** 53 }, 400, { code: 'bad_json' }],
    [{ name: 'x'.repeat(1_025), bytes: 1 }, 400, { code: 'bad_field', field: 'name' }],
    [{ name: 'x', bytes: 1, type: 'image/png' }, 400, { code: 'bad_field', field: 'type' }],
    [{ name: 'x', bytes: 1, voice: { duration_ms: 1, wave: [32] } }, 400, { code: 'bad_field', field: 'voice.wave.0' }],
    [
      { name: 'x', bytes: 1, voice: { duration_ms: 2 ** 52, wave } },
      400,
      { code: 'bad_field', field: 'voice.duration_ms' },
    ],
    ['x', 400, { code: 'bad_field' }],
  ]
  for (const [wish, status, body] of wishes) {
    const answer = await web.call(`/api/rooms/${room}/uploads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wish),
    })
    expect([wish, ...outcome(answer)]).toEqual([wish, status, body])
  }
  expect((await web.wish('r000000000000', { name: 'x', bytes: 1 })).status).toBe(404)
  expect((await web.wish(room, { name: 'x', bytes: 1, voice: { duration_ms: 1_000, wave } })).status).toBe(201)

  const bytes = randomFile(3_000)
  const { id } = await web.opens(room, { name: 'x', bytes: bytes.length })
  await web.patch(id, 0, bytes.slice(0, 1_000))
  const patch = (headers: Record<string, string>, body = bytes.slice(1_000)) =>
    web.call(`/api/uploads/${id}`, { method: 'PATCH', headers, body })
  const slices: [() => Promise<Answer>, number, unknown?][] = [
    [() => patch({}), 400, { code: 'bad_field', field: 'Upload-Offset' }],
    [() => patch({ 'Upload-Offset': '-1' }), 400, { code: 'bad_field', field: 'Upload-Offset' }],
    [() => patch({ 'Upload-Offset': '0' }), 409, { code: 'wrong_offset', offset: 1_000 }],
    [() => patch({ 'Upload-Offset': '1001' }), 409, { code: 'wrong_offset', offset: 1_000 }],
    [() => patch({ 'Upload-Offset': '1000' }, randomFile(2_001)), 413, { code: 'too_large', limit: 3_000 }],
    [() => patch({ 'Upload-Offset': '1000', 'Content-Encoding': 'gzip' }), 415],
    [() => web.call(`/api/uploads/${id}`, { method: 'PUT' }), 405],
    [() => web.call('/api/uploads/..%2f..%2fsecret', {}), 404],
  ]
  for (const [ask, status, body] of slices) {
    const answer = await ask()
    expect([status, ...outcome(answer)]).toEqual(body ? [status, status, body] : [status, status])
  }
  expect((await web.sends(await web.state(id), bytes)).bytes).toBe(3_000)
})

/** What the server says to these bytes, until it or the test ends the connection. */
function says(head: string, ...pieces: Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(head)
      for (const piece of pieces) socket.write(piece)
    })
    socket.on('data', (data: Buffer) => {
      heard += data
      if (heard.includes('\r\n\r\n')) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
  })
}

test('[T-54] [T-40] bodies that are larger than they may be, or never end, are not read; those that may be are', async () => {
  const { talker, token, web } = await somebody('ada of bodies')
  const room = await talker.joins('bodies')
  const { id } = await web.opens(room, { name: 'x', bytes: limits.fileBytes })
  const to = (method: string, path: string, ...more: string[]) =>
    [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${token}`, ...more, '\r\n'].join('\r\n')
  const json = 'Content-Type: application/json'
  const heads: [string, number][] = [
    [to('PATCH', `/api/uploads/${id}`, 'Upload-Offset: 0', `Content-Length: ${SLICE + 1}`), 413],
    [to('PATCH', `/api/uploads/${id}`, 'Upload-Offset: 0', 'Content-Length: 4294967296'), 413],
    [to('PATCH', `/api/uploads/${id}`, 'Upload-Offset: 0', 'Transfer-Encoding: chunked'), 411],
    [to('POST', '/api/session', json, `Content-Length: ${limits.commandBytes + 1}`), 413],
    [to('POST', `/api/rooms/${room}/uploads`, json, `Content-Length: ${limits.commandBytes + 1}`), 413],
  ]
  for (const [head, status] of heads) expect(await says(head)).toStartWith(`HTTP/1.1 ${status} `)
  // Without a length: what comes is counted.
  const chunk = Buffer.concat([Buffer.from('4000\r\n'), Buffer.alloc(16_384, 'x'), Buffer.from('\r\n')])
  const endless = to('POST', '/api/session', json, 'Transfer-Encoding: chunked')
  expect(await says(endless, chunk, chunk, chunk, chunk, chunk)).toStartWith('HTTP/1.1 413 ')
  const session = { locale: 'en', as: 'token' }
  const words = `${JSON.stringify(session)}${' '.repeat(60_000)}`
  const good = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: words,
  })
  expect(good.status).toBe(200)
  expect((await web.patch(id, 0, randomFile(SLICE))).status).toBe(200)
})

test('[T-41] whatever a file is called, its name is one to be shown and stored under', async () => {
  const { talker, web } = await somebody('ada of names')
  const room = await talker.joins('names')
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\windows\\evil.exe', 'evil.exe'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a"; filename="b.exe\r\nX: y', 'a_; filename=_b.exeX_ y'],
    ['\u0000\u0007', 'file'],
    ['茶馆 照片.jpg', '茶馆 照片.jpg'],
  ]
  for (const [said, shown] of names) {
    const file = await web.uploads(room, randomFile(1), said)
    expect(file.name).toBe(shown)
    const header = (await web.get(file.id)).headers.get('content-disposition') ?? ''
    expect(header).toMatch(/^attachment; filename="[^"\\]+"; filename\*=UTF-8''[\w.~%-]+$/)
    expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(shown)
  }
})

test('[F-6] a line that is cut in the middle of a slice, and a server that is killed: it goes on where it stopped', async () => {
  await using own = await startServer({ env })
  await using proxy = await startProxy(own)
  const { talker, token, web } = await somebody('ada of cuts', own)
  const room = await talker.joins('cuts')
  const bytes = randomFile(2 * SLICE + 500_000)
  const { id } = await web.opens(room, { name: 'x', bytes: bytes.length })
  const offset = 700_000
  const line = sending(proxy.port, { id, token, bytes: SLICE }, bytes.subarray(0, offset))
  while ((await web.state(id)).offset < offset) await nextTurn()
  proxy.cut()
  expect(proxy.cuts).toBe(1)
  expect(await line.ended).toBe('')
  const second = await web.patch(id, offset, bytes.slice(offset, offset + SLICE))
  expect(second.json).toMatchObject({ offset: offset + SLICE })
  await own.kill()
  await own.start()
  const after = await web.state(id)
  expect(after.offset).toBe(offset + SLICE)
  const file = await web.sends(after, bytes)
  expect((await web.get(file.id)).bytes.equals(bytes)).toBe(true)
})

/** A slice that stops coming in its middle. */
function sending(port: number, slice: { id: string; token: string; bytes: number }, part: Uint8Array) {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  const ended = new Promise<string>((resolve) => void socket.on('close', () => resolve(heard)))
  socket.on('error', () => {})
  socket.on('data', (data: Buffer) => {
    heard += data
  })
  const { id, token, bytes } = slice
  const lines = [`PATCH /api/uploads/${id} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${token}`]
  socket.write([...lines, 'Upload-Offset: 0', `Content-Length: ${bytes}`, '\r\n'].join('\r\n'))
  socket.write(part)
  return { ended, destroy: () => socket.destroy() }
}

test('[P-14] a later request for an upload ends the one whose line hangs', async () => {
  const { talker, token, web } = await somebody('ada of hanging')
  const room = await talker.joins('hanging')
  const bytes = randomFile(100_000)
  const { id } = await web.opens(room, { name: 'x', bytes: bytes.length })
  const hanging = sending(server.port, { id, token, bytes: bytes.length }, bytes.subarray(0, 40_000))
  let { offset } = await web.state(id)
  while (offset < 40_000) ({ offset } = await web.state(id))
  const file = await web.sends({ id, offset, slice: SLICE }, bytes)
  expect((await web.get(file.id)).bytes.equals(bytes)).toBe(true)
  hanging.destroy()
})

test('[T-66] quotas of a person, a room and the house; so many at once, and a minute; each says which', async () => {
  const MIB = 1024 * 1024
  const small = {
    CLASSIC: 'off',
    LIMIT_FILE_BYTES: `${MIB}`,
    LIMIT_PERSON_FILES_BYTES: `${2 * MIB}`,
    LIMIT_ROOM_FILES_BYTES: `${3 * MIB}`,
    LIMIT_HOUSE_FILES_BYTES: `${4 * MIB}`,
    LIMIT_UPLOADS_BURST: '5',
    LIMIT_UPLOADS_PER_MINUTE: '0.1',
    LIMIT_UPLOADS_OPEN: '2',
  }
  await using own = await startServer({ env: small })
  const [ada, bob, eve, dan] = await Promise.all(['ada', 'bob', 'eve', 'dan'].map((name) => somebody(name, own)))
  if (!ada || !bob || !eve || !dan) throw new Error('nobody')
  const room = await ada.talker.joins('quota-one')
  const full = (what: string, limit: number) => [413, { code: 'quota_full', what, limit: limit * MIB }]
  const whole = { name: 'x', bytes: MIB }
  for (let n = 0; n < 5; n++) {
    const { id } = await dan.web.opens(room, { name: 'x', bytes: 1 })
    await dan.web.call(`/api/uploads/${id}`, { method: 'DELETE' })
  }
  const often = await dan.web.wish(room, { name: 'x', bytes: 1 })
  expect([often.status, often.json?.['code']]).toEqual([429, 'rate_limited'])
  expect(Number(often.headers.get('retry-after'))).toBeGreaterThan(500)
  expect(outcome(await ada.web.wish(room, { name: 'x', bytes: MIB + 1 }))).toEqual([
    413,
    { code: 'too_large', limit: MIB },
  ])
  const file = await ada.web.uploads(room, randomFile(MIB))
  const begun = await ada.web.opens(room, whole)
  // What was promised counts before it comes; what is given up counts no more.
  expect(outcome(await ada.web.wish(room, { name: 'x', bytes: 1 }))).toEqual(full('person', 2))
  await ada.web.call(`/api/uploads/${begun.id}`, { method: 'DELETE' })
  const again = [await ada.web.opens(room, { name: 'x', bytes: 1 }), await ada.web.opens(room, { name: 'x', bytes: 1 })]
  expect(outcome(await ada.web.wish(room, { name: 'x', bytes: 1 }))).toEqual([409, { code: 'too_many', limit: 2 }])
  for (const { id } of again) await ada.web.call(`/api/uploads/${id}`, { method: 'DELETE' })
  await bob.web.uploads(room, randomFile(MIB))
  await bob.web.uploads(room, randomFile(MIB))
  expect(outcome(await eve.web.wish(room, whole))).toEqual(full('room', 3))
  const other = await eve.talker.joins('quota-two')
  await eve.web.uploads(other, randomFile(MIB))
  expect(outcome(await eve.web.wish(other, whole))).toEqual(full('house', 4))
  // A file that is erased counts no more for its author and its room.
  const { seq } = await posts(ada.talker, room, file.id)
  await ada.talker.ok('message.erase', { room, cid: crypto.randomUUID(), message: seq, how: 'recall' })
  expect(outcome(await ada.web.wish(room, whole))).toEqual(full('house', 4))
})
