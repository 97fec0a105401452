import { describe, expect, test } from 'bun:test'
import type { File } from '#protocol/files.ts'
import { NotSent, type Stand, sendFile, type Way } from './send-file.ts'
import { nextSlice } from './slice-size.ts'
import { type Answer, type Asking, readAnswer } from './upload-request.ts'

const ID = `u${'0'.repeat(26)}`
const SLICE = 100_000
const done: File = { id: `f${'0'.repeat(26)}`, kind: 'file', name: 'a.bin', type: 'application/octet-stream', bytes: 0 }

/** A server that keeps what it is sent. `says` answers in its place, once each, where it gives something. */
class Server {
  readonly asked: string[] = []
  readonly stands: Stand[] = []
  readonly bytes: number[] = []
  nowMs = 0
  has: number[] | null = null
  says: (asking: Asking, at: number) => Answer | 'taken, and lost' | undefined = () => undefined
  readonly stop = new AbortController()

  way(size: number): Way {
    return {
      ask: async (asking) => this.#ask(asking, size),
      pause: async (ms) => {
        this.nowMs += ms
      },
      nowMs: () => this.nowMs,
      told: (stand) => void this.stands.push(stand),
      signal: this.stop.signal,
    }
  }

  #ask(asking: Asking, size: number): Answer {
    if (this.asked.length > 2_000) throw new Error('asked without end')
    const { method, path, slice } = asking
    this.asked.push(slice ? `${method} ${slice.offset}+${slice.bytes.byteLength}` : `${method} ${path}`)
    const said = this.says(asking, this.asked.length)
    if (said !== undefined && said !== 'taken, and lost') return said
    if (method === 'POST') this.has = []
    if (!this.has) return { name: 'no', refusal: { code: 'not_found' } }
    if (slice) {
      if (slice.offset !== this.has.length)
        return { name: 'no', refusal: { code: 'wrong_offset', offset: this.has.length } }
      this.has.push(...new Uint8Array(slice.bytes))
    }
    if (said === 'taken, and lost') return { name: 'lost' }
    const offset = this.has.length
    return { name: 'ok', upload: { id: ID, offset, slice: SLICE, ...(offset === size && { file: done }) } }
  }
}

const content = (size: number) => new Uint8Array(size).map((_, at) => at % 251)
const jobOf = (size: number, begun = '') => ({
  blob: new Blob([content(size)]),
  wish: { name: 'a.bin', bytes: size },
  room: () => 'r1',
  begun,
})
const send = (server: Server, size: number, begun = '') => sendFile(jobOf(size, begun), server.way(size))
const code = (error: unknown) => (error instanceof NotSent ? error.why.code : error)

test('a file goes by slices that grow up to what the server takes, and arrives whole', async () => {
  const server = new Server()
  expect(await send(server, 400_000)).toEqual(done)
  expect(server.has).toEqual([...content(400_000)])
  const slices = server.asked.slice(1).map((line) => Number(line.split('+')[1]))
  expect(slices[0]).toBe(64 * 1024)
  expect(Math.max(...slices)).toBe(SLICE)
  expect(server.stands.map(({ sent }) => sent)).toEqual(server.stands.map(({ sent }) => sent).sort((a, b) => a - b))
})

test('[UX-22] a cut line goes on where it stopped, whether the slice arrived or not', async () => {
  for (const fate of ['taken, and lost', { name: 'lost' }] as const) {
    const server = new Server()
    server.says = (_, at) => (at === 3 ? fate : undefined)
    expect(await send(server, 200_000)).toEqual(done)
    expect(server.has).toEqual([...content(200_000)])
    expect(server.asked[3]).toBe(`GET uploads/${ID}`)
    expect(server.stands.some(({ name }) => name === 'waiting')).toBe(true)
    expect(server.asked.filter((line) => line.startsWith('POST')).length).toBe(1)
  }
})

test('what was begun before is gone on with; what the server has forgotten begins anew', async () => {
  const server = new Server()
  server.has = [...content(150_000)]
  expect(await send(server, 200_000, ID)).toEqual(done)
  expect(server.asked.slice(0, 2)).toEqual([`GET uploads/${ID}`, 'PATCH 150000+50000'])
  const other = new Server()
  expect(await send(other, 50_000, ID)).toEqual(done)
  expect(other.asked.map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'PATCH'])
})

test('a lost answer to the last slice tells the same file', async () => {
  const server = new Server()
  server.says = (_, at) => (at === 2 ? 'taken, and lost' : undefined)
  expect(await send(server, 1_000)).toEqual(done)
  expect(server.asked.length).toBe(3)
})

describe('[D-39] a refusal', () => {
  test.each(['too_large', 'quota_full', 'wrong_kind', 'bad_picture', 'forbidden'] as const)(
    '%s ends it',
    async (no) => {
      const server = new Server()
      server.says = () => ({ name: 'no', refusal: { code: no } })
      expect(await send(server, 1_000).catch(code)).toBe(no)
      expect(server.asked.length).toBe(1)
    },
  )

  test.each(['rate_limited', 'busy', 'draining', 'too_slow', 'storage_full'] as const)(
    '%s is waited for',
    async (no) => {
      const server = new Server()
      server.says = (_, at) => (at < 3 ? { name: 'no', refusal: { code: no, retry_after_ms: 3_000 } } : undefined)
      expect(await send(server, 1_000)).toEqual(done)
      expect(server.nowMs).toBeGreaterThanOrEqual(6_000)
    },
  )
})

test('[P-11] what could not go for ten minutes waits for a person', async () => {
  const server = new Server()
  server.says = () => ({ name: 'lost' })
  expect(await send(server, 1_000).catch(code)).toBe('expired')
  expect(server.nowMs).toBeGreaterThanOrEqual(600_000)
  expect(server.asked.length).toBeLessThan(120)
})

test('a file that the device does not give any more is said to be so', async () => {
  const server = new Server()
  const blob = new Blob([content(1_000)])
  blob.slice = () => Object.assign(new Blob(['x']), { arrayBuffer: () => Promise.reject(new Error('gone')) })
  const job = { ...jobOf(1_000), blob }
  expect(await sendFile(job, server.way(1_000)).catch(code)).toBe('unreadable')
})

test('who cancels hears nothing more', async () => {
  const server = new Server()
  server.says = (_, at) => {
    if (at === 2) server.stop.abort()
    return undefined
  }
  expect(
    await send(server, 400_000).then(
      () => 'sent',
      (error) => error.name,
    ),
  ).toBe('AbortError')
  expect(server.asked.length).toBe(2)
})

test('a server that looks long at a file is asked again, and not called lost', async () => {
  const server = new Server()
  server.says = (_, at) =>
    at < 5 && at > 1 ? { name: 'ok', upload: { id: ID, offset: 1_000, slice: SLICE } } : undefined
  server.has = [...content(1_000)]
  expect(await send(server, 1_000, ID)).toEqual(done)
  const busy = new Server()
  busy.says = ({ method }, at) =>
    method !== 'POST' && at < 5 ? { name: 'ok', upload: { id: ID, offset: 1_000, slice: SLICE } } : undefined
  await send(busy, 1_000).catch(() => undefined)
  expect(busy.asked.slice(2, 5)).toEqual([`GET uploads/${ID}`, `GET uploads/${ID}`, `GET uploads/${ID}`])
  expect(busy.stands.slice(0, 4).every(({ name }) => name === 'going')).toBe(true)
})

test('a server that never finishes a file is not asked without end', async () => {
  const server = new Server()
  server.says = ({ slice }) =>
    slice && { name: 'ok', upload: { id: ID, offset: slice.offset + slice.bytes.byteLength, slice: SLICE } }
  expect(await send(server, 1_000).catch(code)).toBe('expired')
  expect(server.asked.length).toBeLessThan(300)
})

test('slices fit the line: small where it is slow, large where it is quick', () => {
  expect(nextSlice(65_536, 40, 1 << 20)).toBe(262_144)
  expect(nextSlice(1 << 20, 50, 1 << 20)).toBe(1 << 20)
  expect(nextSlice(65_536, 4_000, 1 << 20)).toBe(16_384)
  expect(nextSlice(65_536, 0, 50_000)).toBe(50_000)
})

test('what stands between page and server says no in its own words', () => {
  expect(readAnswer(413, null)).toEqual({ name: 'no', refusal: { code: 'too_large' } })
  for (const status of [500, 502, 504, 404]) expect(readAnswer(status, '<html>')).toEqual({ name: 'lost' })
  expect(readAnswer(500, { code: 'internal', id: 'x' })).toEqual({ name: 'lost' })
  expect(readAnswer(409, { code: 'wrong_offset', offset: 3 })).toEqual({
    name: 'no',
    refusal: { code: 'wrong_offset', offset: 3 },
  })
})
