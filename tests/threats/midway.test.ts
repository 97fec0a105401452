// What somebody has begun while it was allowed does not go on when it no longer is: by whatever road, and whatever ended it.
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { RoomInfo } from '#protocol/room-info.ts'
import { cid, governs, letsIn, makes } from '#tests/contract/room-talk.ts'
import { Talker } from '#tests/contract/talker.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'

setDefaultTimeout(TEST_MS)

const MIB = 1024 * 1024
/** Far more than sockets and streams hold for somebody who reads slowly. */
const LARGE = 24 * MIB
const LONG = 'x'.repeat(3_900)
const LINES = 3_000
const AT_ONCE = 500
const TEXT = LINES * LONG.length

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_EXPORTS_PER_HOUR: '1000', LIMIT_EXPORTS_AT_ONCE: '100' } })
})
afterEach(() => expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]))
afterAll(() => server.dispose())

type Somebody = { talker: Talker; web: Uploader; token: string }
let people = 0
async function somebody(name: string): Promise<Somebody> {
  const token = await newToken(server.url)
  const talker = await Talker.looker(server, token)
  await talker.ok('profile.set', { name: `${name} midway ${++people}`, look: 1 })
  return { talker, token, web: new Uploader(server, token) }
}

type Ending = {
  how: string
  access: 'private' | 'link'
  ends(owner: Talker, room: RoomInfo, bob: Talker): Promise<unknown>
  status: number
  code: string
}
const endings: readonly Ending[] = [
  {
    how: 'removed from a private room',
    access: 'private',
    ends: (owner, room, bob) => governs(owner, 'member.remove', room.id, bob),
    status: 404,
    code: 'not_found',
  },
  {
    how: 'banned from a room of an address',
    access: 'link',
    ends: (owner, room, bob) => governs(owner, 'member.ban', room.id, bob),
    status: 403,
    code: 'banned',
  },
  {
    how: 'deleted by oneself',
    access: 'link',
    ends: (_owner, _room, bob) => bob.refusal('me.delete', { cid: cid() }),
    status: 401,
    code: 'login_first',
  },
]

/** One large file, and much said, once for all endings of an access: nothing of it is changed. */
const rooms = new Map<string, Promise<{ owner: Somebody; room: RoomInfo; file: string }>>()
function longRoom(access: Ending['access']) {
  const made = rooms.get(access) ?? make(access)
  rooms.set(access, made)
  return made
}
async function make(access: Ending['access']) {
  const owner = await somebody('owner')
  const room = await makes(owner.talker, { access })
  const file = await owner.web.uploads(room.id, randomFile(LARGE))
  await owner.talker.ok('message.post', { room: room.id, cid: cid(), body: 'large', files: [{ id: file.id }] })
  for (let at = 0; at < LINES; at += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => owner.talker.posts(room.id, LONG)))
  return { owner, room, file: file.id }
}

const open = ({ token }: Somebody, path: string) =>
  fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })

/** Reads what comes until it ends, breaks, or was more than `most`; how many bytes that were. */
async function bytesOf(reader?: ReadableStreamDefaultReader<Uint8Array>, most = Number.POSITIVE_INFINITY) {
  let bytes = 0
  try {
    while (bytes <= most) {
      const step = await reader?.read()
      if (!step || step.done) break
      bytes += step.value.length
    }
  } catch {
    // The server breaks it off: what came until then is counted.
  }
  return bytes
}

describe.each([...endings])('[P-27] [T-11] $how', ({ access, ends, status, code }) => {
  test.each([
    ['html', 0, TEXT],
    ['ndjson', 0, TEXT],
    // Both of the others stand before the files: it ends in the middle of one.
    ['zip', 2.2 * TEXT, LARGE],
  ])('[T-12] [T-13] an export as %s that is under way ends there', async (kind, before, least) => {
    const { owner, room } = await longRoom(access)
    const [bob, stays] = [await somebody('bob'), await somebody('stays')]
    for (const { talker } of [bob, stays]) await letsIn(owner.talker, room, talker)
    const path = `/api/rooms/${room.id}/export.${kind}`
    const [cut, whole] = [await open(bob, path), await open(stays, path)]
    expect([cut.status, whole.status]).toEqual([200, 200])
    const reader = cut.body?.getReader()
    const control = bytesOf(whole.body?.getReader())
    expect(await bytesOf(reader, before)).toBeGreaterThan(before)
    expect(await ends(owner.talker, room, bob.talker)).toBe('ok')
    expect(await bytesOf(reader)).toBeLessThan(0.8 * least)
    // Control: who stays has all of it.
    expect(await control).toBeGreaterThan(before + 0.8 * least)
    const again = await open(bob, path)
    expect([again.status, (await again.json()).code]).toEqual([status, code])
  })

  test('[T-8] the next slice of an upload, the next range of a file, and its whole are refused', async () => {
    const { owner, room, file } = await longRoom(access)
    const bob = await somebody('bob')
    await letsIn(owner.talker, room, bob.talker)
    const bytes = randomFile(64 * 1024)
    const begun = await bob.web.opens(room.id, { name: 'half.bin', bytes: bytes.length })
    // Control: until then it goes on.
    expect((await bob.web.patch(begun.id, 0, bytes.slice(0, 1_000))).status).toBe(200)
    expect((await bob.web.get(file, { Range: 'bytes=0-99' })).status).toBe(206)
    expect(await ends(owner.talker, room, bob.talker)).toBe('ok')
    const slice = await bob.web.patch(begun.id, 1_000, bytes.slice(1_000))
    expect([slice.status, slice.json?.['code']]).toEqual([status, code])
    for (const headers of [{ Range: 'bytes=100-199' }, { 'If-None-Match': `"${file}"` }, {}] as const) {
      const part = await bob.web.get(file, headers)
      // A file that one may not see is one that is not there.
      expect([part.status, part.json?.['code']]).toEqual(status === 401 ? [401, code] : [404, 'not_found'])
    }
  })
})
