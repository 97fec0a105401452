import { afterAll, expect, test } from 'bun:test'
import { openModel } from '#tests/kit/client-on-model.ts'
import { startFollowingClock } from './follow-clock.ts'
import { client, platform, serverNow, skewMs } from './session.ts'

afterAll(() => {
  client.value = null
  platform.value = null
  skewMs.value = 0
})

test('[F-10] the server’s clock is followed with its heartbeat: a device that jumped is right again, small ways change nothing', async () => {
  const { world, connect } = openModel()
  platform.value = world.platform()
  client.value = connect()
  await world.pass(100)
  const stop = startFollowingClock()
  const hears = (aheadMs: number) => world.socket.says([0, 'heads', { now_ms: world.nowMs + aheadMs, rooms: {} }])
  hears(1_500)
  expect(skewMs.peek()).toBe(0)
  hears(-86_400_000)
  expect([skewMs.peek(), serverNow()]).toEqual([-86_400_000, world.nowMs - 86_400_000])
  hears(-86_400_900)
  expect(skewMs.peek()).toBe(-86_400_000)
  stop()
  hears(0)
  expect(skewMs.peek()).toBe(-86_400_000)
})
