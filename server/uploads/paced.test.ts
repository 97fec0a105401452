import { expect, test } from 'bun:test'
import { Flow } from '#server/kit/flow.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { Turns } from '#server/kit/turns.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { paced } from './paced.ts'

const never = new Promise<never>(() => {})

/** A body that a test feeds, and what was read of it. */
function fed(cut: Promise<never> = never, turns = new Turns(1), bytesPerSecond = 1e9) {
  const clock = new FakeClock()
  const controls = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>()
  let cancelled = false
  const body = new ReadableStream<Uint8Array>({
    start: (control) => controls.resolve(control),
    cancel() {
      cancelled = true
    },
  })
  let came = 0
  const read = (async () => {
    for await (const piece of paced(body, { clock, cut, turns, flow: new Flow(clock, bytesPerSecond) }))
      came += piece.length
    return 'whole'
  })().catch((error: unknown) => (error instanceof Refusal ? error.code : String(error)))
  return { clock, read, control: controls.promise, came: () => came, isCancelled: () => cancelled }
}

/** Lets what was fed be read. */
const settled = async () => {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve()
}

test('[T-60] a body that drips is ended with what came; one that is quick enough is read whole', async () => {
  for (const [bytesASecond, outcome] of [
    [8 * 1024, 'whole'],
    [8 * 1024 - 1, 'too_slow'],
  ] as const) {
    const { clock, read, control, came, isCancelled } = fed()
    const { enqueue, close } = controlled(await control)
    for (let second = 0; second < 60; second++) {
      enqueue(bytesASecond)
      await settled()
      clock.move(1_000)
      await settled()
    }
    close()
    expect(await read).toBe(outcome)
    expect(came()).toBe(outcome === 'whole' ? 60 * bytesASecond : 30 * bytesASecond)
    expect(isCancelled()).toBe(outcome === 'too_slow')
  }
})

test('whom we let wait is not slow: a server that takes little, or is busy with others, ends nobody', async () => {
  const little = fed(never, new Turns(1), 4 * 1024)
  const all = controlled(await little.control)
  for (let at = 0; at < 40; at++) all.enqueue(4 * 1024)
  all.close()
  const turns = new Turns(1)
  await turns.begin()
  const late = fed(never, turns)
  const other = controlled(await late.control)
  other.enqueue(100)
  other.close()
  for (let second = 0; second < 70; second++) {
    for (const { clock } of [little, late]) clock.move(1_000)
    await settled()
  }
  turns.end()
  expect([await little.read, little.came()]).toEqual(['whole', 40 * 4 * 1024])
  expect([await late.read, late.came()]).toEqual(['whole', 100])
})

function controlled(control: ReadableStreamDefaultController<Uint8Array>) {
  let isOpen = true
  const tried = (work: () => void) => {
    try {
      if (isOpen) work()
    } catch {
      isOpen = false
    }
  }
  return {
    enqueue: (bytes: number) => tried(() => control.enqueue(new Uint8Array(bytes))),
    close: () => tried(() => control.close()),
  }
}

test('what ends it from outside gives the reason; a line that breaks is no fault of ours', async () => {
  const cut = Promise.withResolvers<never>()
  const outside = fed(cut.promise)
  cut.reject(new Refusal('rate_limited'))
  expect(await outside.read).toBe('rate_limited')
  const broken = fed()
  ;(await broken.control).error(new Error('The connection was closed.'))
  expect(await broken.read).toBe('busy')
})

test('[HOUSE-13] one at a time is read, but one from which nothing comes holds up nobody', async () => {
  const turns = new Turns(1)
  const [idle, quick] = [fed(never, turns), fed(never, turns)]
  const feed = controlled(await quick.control)
  feed.enqueue(100)
  await settled()
  expect(quick.came()).toBe(0)
  // It has waited long enough.
  idle.clock.move(20)
  await settled()
  expect(quick.came()).toBe(100)
  const last = controlled(await idle.control)
  last.enqueue(7)
  await settled()
  expect(idle.came()).toBe(0)
  quick.clock.move(20)
  await settled()
  expect(idle.came()).toBe(7)
  feed.close()
  last.close()
  expect([await quick.read, await idle.read]).toEqual(['whole', 'whole'])
  // Nobody has kept a turn.
  await turns.begin()
})

test('what is ended while it waits for its turn gives it back', async () => {
  const turns = new Turns(1)
  await turns.begin()
  const cut = Promise.withResolvers<never>()
  const waiting = fed(cut.promise, turns)
  await settled()
  cut.reject(new Refusal('busy'))
  turns.end()
  expect(await waiting.read).toBe('busy')
  await turns.begin()
})
