import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM, type TestReader } from '#tests/kit/log-house.ts'

const bodies = (reader: TestReader) => reader.heard.map(({ body }) => body)
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

test('[P-9] a snapshot says as of n, and the first live event is n + 1', async () => {
  const house = await openLogHouse()
  await house.begin()
  await Promise.all(['a', 'b', 'c'].map((cid) => house.post(cid)))
  const reader = await house.join()
  expect([reader.mode, reader.asOf]).toEqual(['fresh', 3])
  await house.post('d')
  await reader.hears(4)
  expect(bodies(reader)).toEqual(['a', 'b', 'c', 'd'])
  expect(reader.gaps).toEqual([])
  await house.close()
})

test('[HOUSE-6] readers who join in the middle of a storm hear everything once, without a gap', async () => {
  const house = await openLogHouse()
  await house.begin()
  const posts: Promise<unknown>[] = []
  const readers: { reader: TestReader; from: number }[] = []
  for (let at = 1; at <= 600; at++) {
    posts.push(house.post(`m${at}`))
    if (at % 20 === 0) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      const after = at % 40 === 0 ? Math.max(0, at - 300) : undefined
      const head = (await house.log.head(ROOM)).head
      const wish = after === undefined || after > head ? {} : { after, epoch: 'aaaaaaaaaaaa' }
      const reader = await house.join(wish)
      if ('after' in wish) readers.push({ reader, from: (after ?? 0) + 1 })
      else {
        // A snapshot has 50 lines, and what came since they were read.
        const from = reader.heard[0]?.seq ?? 1
        expect(from).toBeLessThanOrEqual(Math.max(1, reader.asOf - 49))
        readers.push({ reader, from })
      }
    }
  }
  await Promise.all(posts)
  for (const { reader, from } of readers) {
    await reader.hears(600 - from + 1)
    expect(reader.gaps).toEqual([])
    expect(reader.heard.map(({ seq }) => seq)).toEqual(numbers(from, 600))
  }
  expect(readers.length).toBe(30)
  await house.close()
})

test.each([
  { room: 'large', writeMs: 7, waits: true },
  { room: 'small', writeMs: 0.007, waits: false },
])(
  '[PERF-2] [HOUSE-3] while several write in a $room room that has just been told something, their commit waits for its tick: $waits',
  async ({ writeMs, waits }) => {
    const clock = new FakeClock()
    const house = await openLogHouse({ clock, writeMs })
    await house.begin()
    const reader = await house.join()
    const startMs = performance.now()
    await Promise.all(['a', 'b'].map((cid) => house.post(cid)))
    await reader.hears(2)
    // The tick has 35 ms by its own clock, which stands still; the lane counts them by the machine's.
    expect(house.feed.leavesInMs(ROOM, 3)).toBe(waits ? 35 : 0)
    await house.post('c')
    if (waits) expect(performance.now() - startMs).toBeGreaterThan(20)
    await house.close()
  },
)

test('[P-8] a resume of any length arrives whole, in frames of at most 64 KiB', async () => {
  const house = await openLogHouse()
  await house.begin()
  await Promise.all(numbers(1, 2_000).map((at) => house.post(`m${at}`)))
  const reader = await house.join({ after: 3, epoch: 'aaaaaaaaaaaa' })
  expect([reader.mode, reader.asOf]).toEqual(['resumed', 2_000])
  await reader.hears(1_997)
  expect(reader.heard.map(({ seq }) => seq)).toEqual(numbers(4, 2_000))
  expect(reader.gaps).toEqual([])
  expect(Math.max(...reader.frames.map((frame) => frame.length))).toBeLessThan(66_000)
  await house.post('live')
  await reader.hears(1_998)
  expect(reader.gaps).toEqual([])
  await house.close()
})

test('[P-8] [PERF-15] who missed little has it in the turn of its answer, and what is live behind it', async () => {
  const house = await openLogHouse()
  await house.begin()
  await Promise.all(numbers(1, 20).map((at) => house.post(`m${at}`)))
  const reader = await house.join({ after: 15, epoch: 'aaaaaaaaaaaa' })
  expect([reader.heardAtOnce, reader.subscribed]).toEqual([5, true])
  await house.post('live')
  await reader.hears(6)
  expect(reader.gaps).toEqual([])
  await house.close()
})

test('[P-8] what cannot be resumed is reset, with the reason and a snapshot', async () => {
  const house = await openLogHouse()
  await house.begin()
  await Promise.all(numbers(1, 120).map((at) => house.post(`m${at}`)))
  const epoch = 'aaaaaaaaaaaa'
  const reasons = async (wish: object) => {
    const reader = await house.join(wish)
    return [reader.mode, reader.heard.length]
  }
  expect(await reasons({ after: 5, epoch: 'bbbbbbbbbbbb' })).toEqual(['reset', 50])
  expect(await reasons({ after: 121, epoch })).toEqual(['reset', 50])
  expect(await reasons({ after: 5, epoch, most: 100 })).toEqual(['reset', 50])
  expect((await house.join({ after: 20, epoch, most: 100 })).mode).toBe('resumed')
  await house.close()
})

test('[HOUSE-13] [C-1] a number that nothing has, as of a damaged log, holds nobody up', async () => {
  const house = await openLogHouse()
  await house.begin()
  const reader = await house.join()
  await house.post('a')
  const burn = () =>
    house.storage.write(async ({ sql }) => {
      await sql`update room_heads set seq = room_heads.seq + 1 where room_id = ${ROOM}`
    })
  await Promise.all([burn(), house.post('c'), burn()])
  await house.post('e')
  await reader.hears(3)
  expect(reader.heard.map(({ seq }) => seq)).toEqual([1, 3, 5])
  await house.close()
})

test('[P-27] who leaves hears nothing that is published afterwards', async () => {
  const house = await openLogHouse()
  await house.begin()
  const [stays, leaves] = [await house.join(), await house.join()]
  await house.post('a')
  await Promise.all([stays.hears(1), leaves.hears(1)])
  leaves.end()
  await house.post('b')
  await stays.hears(2)
  expect(bodies(leaves)).toEqual(['a'])
  await house.close()
})

test('[HOUSE-1] lost, doubled and reordered news end in the log: nothing is missing, nothing comes twice', async () => {
  const house = await openLogHouse()
  await house.begin()
  const reader = await house.join()
  // Another node wrote these: nobody handed them over, a bell alone may have come.
  const events: { seq: number; json: string }[] = []
  for (const cid of ['a', 'b', 'c', 'd']) {
    const { seq } = await house.storage.write((tx) =>
      house.log.announce({ sql: tx.sql, tell: (piece) => void ('event' in piece && events.push(piece.event)) }, ROOM, {
        type: 'message.posted',
        author: 'p1',
        cid,
        checkHash: cid,
        atMs: 1,
        wire: JSON.stringify({ type: 'message.posted', body: cid }),
      }),
    )
    expect(seq).toBe(events.length)
  }
  const [first, second, , fourth] = events
  if (!first || !second || !fourth) throw new Error('four events are expected')
  const hear = (...heard: typeof events) =>
    house.feed.hearAll(new Map([[ROOM, heard.map((event) => ({ roomId: ROOM, event }))]]))
  hear(fourth)
  hear(second)
  hear(first, first)
  await reader.hears(4)
  expect(bodies(reader)).toEqual(['a', 'b', 'c', 'd'])
  expect(reader.gaps).toEqual([])
  await house.close()
})

test('[decision 5] a calm room speaks at once; what follows within 20 ms leaves as one frame', async () => {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  await house.begin()
  const reader = await house.join()
  await house.post('a')
  expect(reader.frames).toHaveLength(1)
  await Promise.all([house.post('b'), house.post('c')])
  await house.post('d')
  expect(reader.frames).toHaveLength(1)
  clock.move(19)
  expect(reader.frames).toHaveLength(1)
  clock.move(1)
  expect(reader.frames).toHaveLength(2)
  expect(bodies(reader)).toEqual(['a', 'b', 'c', 'd'])
  clock.move(20)
  await house.post('e')
  expect(reader.frames).toHaveLength(3)
  await house.close()
})

test('[HOUSE-13] [HOUSE-6] however many resume at once, few pages are read in a turn, and each hears everything once', async () => {
  const house = await openLogHouse()
  await house.begin()
  const events = 1_600
  await Promise.all(numbers(1, events).map((at) => house.post(`m${at}`)))
  let pages = 0
  const after = house.log.after.bind(house.log)
  house.log.after = (...place) => {
    pages++
    return after(...place)
  }
  const readers = await Promise.all(Array.from({ length: 40 }, () => house.join({ after: 0, epoch: 'aaaaaaaaaaaa' })))
  const all = Promise.all(readers.map((reader) => reader.hears(events)))
  let isDone = false
  void all.then(() => {
    isDone = true
  })
  let most = 0
  while (!isDone) {
    const before = pages
    await new Promise<void>((resolve) => setImmediate(resolve))
    most = Math.max(most, pages - before)
  }
  await all
  // Each has more than one page to read, so that there was a crowd in each turn.
  expect(pages).toBeGreaterThanOrEqual(2 * readers.length)
  // Eight a turn; a look from outside may see the end of one and the beginning of the next.
  expect(most).toBeLessThanOrEqual(16)
  expect(readers.flatMap(({ gaps }) => gaps)).toEqual([])
  expect(readers.every(({ heard }) => heard.length === events)).toBe(true)
  await house.close()
})
