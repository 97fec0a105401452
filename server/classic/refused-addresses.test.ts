import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { RefusedAddresses } from './refused-addresses.ts'

function open() {
  const clock = new FakeClock()
  const refused = new RefusedAddresses(clock)
  /** How long the answer waits, found by moving the clock. */
  async function waitOf(address: string): Promise<number> {
    let answered = false
    void refused.delay(address).then(() => {
      answered = true
    })
    for (let ms = 0; ms <= 20_000; ms += 500) {
      await Promise.resolve()
      if (answered) return ms
      clock.move(500)
    }
    return Number.POSITIVE_INFINITY
  }
  return { clock, refused, waitOf }
}

test('an address that keeps coming waits longer each time, up to 10 s; another one does not', async () => {
  const { waitOf } = open()
  const waits: number[] = []
  for (let round = 0; round < 6; round++) waits.push(await waitOf('192.0.2.1'))
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  expect(await waitOf('192.0.2.2')).toBe(1_000)
})

test('after a minute of quiet an address begins anew', async () => {
  const { clock, refused, waitOf } = open()
  await waitOf('192.0.2.1')
  await waitOf('192.0.2.1')
  clock.move(60_000)
  refused.sweep()
  expect(await waitOf('192.0.2.1')).toBe(1_000)
})

test('[HOUSE-12] only a bounded number waits: what is more is refused at once', async () => {
  const { waitOf, refused } = open()
  for (let one = 0; one < 20; one++) void refused.delay('192.0.2.1')
  expect(await waitOf('192.0.2.1')).toBe(0)
  for (let one = 0; one < 480; one++) void refused.delay(`198.51.100.${one}`)
  expect(await waitOf('192.0.2.9')).toBe(0)
})

test('a server that stops lets all of them go', async () => {
  const { refused } = open()
  const waiting = [refused.delay('192.0.2.1'), refused.delay('192.0.2.2')]
  refused.close()
  await Promise.all(waiting)
  await refused.delay('192.0.2.3')
})
