import { expect, setDefaultTimeout, test } from 'bun:test'
import { startFrameProxy } from '#tests/kit/frame-proxy.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { openClockHouse } from './clock-house.ts'

setDefaultTimeout(TEST_MS)

const FOUND_MS = 30_000
/** Of it, for the client to ask and to be answered (sdk/live-room.test.ts). */
const ASKED_MS = 2_000

/** What somebody is shown from now on, and when this is the last of it. */
async function watching({ room }: Guest) {
  const shown: string[] = []
  let look = () => {}
  const isThere = Promise.withResolvers<void>()
  room.listen({
    snapshot: () => isThere.resolve(),
    events(events) {
      for (const event of events) if (event.type === 'message.posted') shown.push(event.body ?? '')
      look()
    },
  })
  await isThere.promise
  const until = (body: string): Promise<void> =>
    new Promise((resolve) => {
      look = () => shown.at(-1) === body && resolve()
      look()
    })
  return { shown, until }
}

test('[P-10] a frame is lost in silence and nobody speaks any more: found within 30 s; a hole is filled before what follows', async () => {
  await using house = await openClockHouse()
  await using proxy = await startFrameProxy(house)
  const ada = await bringGuest({ url: house.url, socketUrl: `ws://127.0.0.1:${house.port}/ws` }, { name: 'ada' })
  const bob = await bringGuest({ url: house.url, socketUrl: `ws://127.0.0.1:${proxy.port}/ws` }, { name: 'bob' })
  const { shown, until } = await watching(bob)
  await ada.says('one')
  await until('one')
  const lost = async (count: number) => {
    while (proxy.swallowed.length < count) await house.pass(100)
  }
  // A calm room tells at once: this tick is over, or the next message would wait for its end.
  await house.pass(1_000)

  proxy.swallows = (text) => text.includes('"two"')
  await ada.says('two')
  await lost(1)
  const [lostMs, before] = [house.clock.nowMs(), proxy.passed.length]
  proxy.swallows = () => false
  const isTold = () => proxy.passed.slice(before).some((text) => text.startsWith('[0,"heads"'))
  while (!isTold()) await house.pass(1_000)
  expect(shown).toEqual(['one'])
  expect(house.clock.nowMs() - lostMs).toBeLessThan(FOUND_MS - ASKED_MS)
  // The clock of the client is a real one: it asks after a moment, and how long that is is for a machine to say.
  await until('two')

  proxy.swallows = (text) => text.includes('"three"')
  await house.pass(1_000)
  await ada.says('three')
  await lost(2)
  proxy.swallows = () => false
  await house.pass(1_000)
  await ada.says('four')
  await until('four')
  expect(shown).toEqual(['one', 'two', 'three', 'four'])
  ada.leaves()
  bob.leaves()
})
