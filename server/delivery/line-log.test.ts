import { expect, spyOn, test } from 'bun:test'
import { failureOf } from '#tests/kit/failure.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'

/** Everything that was sent to a reader, in one text. */
const heardBy = (reader: { frames: string[]; heard: unknown }): string => JSON.stringify([reader.frames, reader.heard])

test('[P-3] [P-4] a page shows a state when its change is durable, and not before', async () => {
  let release = () => {}
  let holds = false
  const beforeSync = () => (holds ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve())
  const house = await openLogHouse({ beforeSync })
  await house.begin()
  await house.post('a')
  holds = true
  const changing = house.setState(1, '{"v":2}')
  const committed = async () => (await house.database.read<object[]>`select seq from message_states`).length > 0
  while (!(await committed())) await new Promise(setImmediate)
  let seen = ''
  const reading = house.lines.before(ROOM, 99, 10).then(({ lines }) => {
    seen = lines[0]?.json ?? ''
  })
  await new Promise(setImmediate)
  // It is committed, everybody could read it, and nobody was shown it.
  expect(seen).toBe('')
  expect((await house.log.head(ROOM)).head).toBe(1)
  release()
  await Promise.all([changing, reading])
  expect(seen).toContain('"now":{"v":2}')
  holds = false
  await house.close()
})

test('[P-6] a write that is undone keeps nobody waiting', async () => {
  const house = await openLogHouse()
  await house.begin()
  await house.post('a')
  const fails = house.storage.write(async (tx) => {
    await house.log.announce(tx, ROOM, { type: 'x', author: 'p', cid: 'c', checkHash: '', atMs: 1, wire: '{"a":1}' })
    throw new Error('undone')
  })
  expect(String(await failureOf(fails))).toContain('undone')
  expect((await house.lines.before(ROOM, 99, 10)).head).toBe(1)
  await house.close()
})

test('[P-7] words that are erased before the tick ends never leave', async () => {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  await house.begin()
  const reader = await house.join()
  await house.post('heard')
  await house.post('soon gone')
  await house.erase(2)
  expect(reader.frames).toHaveLength(1)
  clock.move(20)
  expect(reader.heard.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(heardBy(reader)).toContain('heard')
  expect(heardBy(reader)).not.toContain('soon gone')
  await house.close()
})

test('[P-7] [B-15] erased words are in no tail, no page and no log', async () => {
  const house = await openLogHouse()
  await house.begin()
  const live = await house.join()
  await Promise.all([house.post('kept'), house.post('soon gone')])
  const before = await house.join()
  expect(heardBy(before)).toContain('soon gone')
  await house.erase(2)
  await live.hears(3)
  for (const reader of [
    await house.join(),
    await house.join({ after: 0, epoch: 'aaaaaaaaaaaa' }),
    await house.join({}, () => house.erase(1)),
  ])
    expect(heardBy(reader)).not.toContain('soon gone')
  const raw = await house.log.after(ROOM, 0, 99)
  expect(JSON.stringify(raw)).not.toContain('soon gone')
  expect(raw[1]?.json).toContain('"erased":3')
  await house.close()
})

test('[P-7] one commit may hold a message and its erasure', async () => {
  const house = await openLogHouse()
  await house.begin()
  const reader = await house.join()
  await Promise.all([house.post('soon gone'), house.erase(1)])
  await reader.hears(2)
  expect(reader.heard.map(({ seq }) => seq)).toEqual([1, 2])
  expect(heardBy(reader)).not.toContain('soon gone')
  await house.close()
})

test('[P-7] what is erased between the reading of a snapshot and its leaving does not leave', async () => {
  const house = await openLogHouse()
  await house.begin()
  await house.post('soon gone')
  const reader = await house.join({}, () => house.erase(1))
  expect(heardBy(reader)).not.toContain('soon gone')
  expect(reader.asOf).toBe(2)
  await house.close()
})

test('[P-32] a storm of joins reads one page', async () => {
  const house = await openLogHouse()
  await house.begin()
  for (const cid of ['a', 'b', 'c']) await house.post(cid)
  const reads = spyOn(house.lines, 'before')
  const readers = await Promise.all(Array.from({ length: 200 }, () => house.join()))
  for (const { heard } of readers) expect(heard.map(({ body }) => body)).toEqual(['a', 'b', 'c'])
  for (let at = 0; at < 20; at++) await house.post(`${at}`)
  const late = await house.join()
  expect(late.heard).toHaveLength(23)
  expect(reads).toHaveBeenCalledTimes(1)
  for (let at = 20; at < 40; at++) await house.post(`${at}`)
  expect((await house.join()).heard).toHaveLength(43)
  expect(reads).toHaveBeenCalledTimes(2)
  await house.close()
})

test('[P-9] a snapshot that was overtaken while it waited is followed by all that it misses', async () => {
  const house = await openLogHouse()
  await house.begin()
  await house.post('first')
  const burst = Array.from({ length: 200 }, (_, at) => `${at}`)
  const reader = await house.join({}, async () => {
    await Promise.all(burst.map((cid) => house.post(cid)))
  })
  expect(reader.asOf).toBe(1)
  await reader.hears(201)
  await house.post('last')
  await reader.hears(202)
  expect(reader.gaps).toEqual([])
  expect(reader.heard.map(({ body }) => body)).toEqual(['first', ...burst, 'last'])
  await house.close()
})

test('[HOUSE-12] a page is at most a frame; around a place each side has its half', async () => {
  const house = await openLogHouse()
  await house.begin()
  const wire = JSON.stringify({ type: 'message.posted', body: '茶'.repeat(4_000) })
  for (let at = 0; at < 20; at++) await house.post(`c${at}`, { wire })
  const seqs = async (reading: ReturnType<typeof house.lines.around>) => (await reading).lines.map(({ seq }) => seq)
  expect(await seqs(house.lines.before(ROOM, 21, 50))).toEqual([16, 17, 18, 19, 20])
  expect(await seqs(house.lines.after(ROOM, 0, 50))).toEqual([1, 2, 3, 4, 5])
  const { head } = await house.lines.after(ROOM, 0, 1)
  // A number above that one is none (fuzz: commands).
  expect(await house.lines.after(ROOM, Number.MAX_SAFE_INTEGER, 50)).toMatchObject({
    first: head + 1,
    last: head,
    lines: [],
  })
  expect(await seqs(house.lines.around(ROOM, 10, 50))).toEqual([8, 9, 10, 11])
  const around = await house.lines.around(ROOM, 10, 50)
  expect([around.first, around.last, around.moreBelow, around.moreAbove]).toEqual([8, 11, true, true])
  await house.close()
})
