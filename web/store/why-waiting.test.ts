import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { openModel } from '#tests/kit/client-on-model.ts'
import { hideToast, toast } from '#web/kit/toast.ts'
import { enLate } from '#web/words/en-late.ts'
import { loadWords } from '#web/words/index.ts'
import { startOutgoing } from './outgoing.ts'
import { client, me, platform, turnToRoom } from './session.ts'
import { startTimeline } from './timeline-store.ts'
import { startWhyWaiting, waitsBecause } from './why-waiting.ts'

startTimeline()
startOutgoing()
startWhyWaiting()
beforeAll(() => loadWords('en'))
afterEach(hideToast)
afterAll(() => {
  client.value = null
  me.value = null
  platform.value = null
})

/** Ada in a room of a server that refuses what is posted with this code, for now. */
async function refusing(code: 'busy' | 'storage_full', retry_after_ms: number) {
  const model = openModel()
  platform.value = model.world.platform()
  client.value = model.connect()
  me.value = { id: 'pada', name: 'ada', look: 1, entered: true }
  turnToRoom('tea')
  await model.world.pass(100)
  let isOver = false
  model.server.fault = (name) => (name === 'message.post' && !isOver ? { code, retry_after_ms } : null)
  const post = () => client.peek()?.room('tea').post('words', {})
  const end = () => {
    isOver = true
  }
  return { ...model, post, end }
}

test('[P-14] what waits for an overloaded server says so once, after 2 s and not before', async () => {
  const { world, post, end } = await refusing('busy', 700)
  post()
  await world.pass(1_500)
  expect([waitsBecause.peek(), toast.peek()]).toEqual(['busy', null])
  await world.pass(1_500)
  expect(toast.peek()?.text).toBe(enLate.banner.busy)
  hideToast()
  await world.pass(3_000)
  expect(toast.peek()).toBe(null)
  end()
  await world.pass(3_000)
  expect(waitsBecause.peek()).toBe(null)
})

test('[P-16] a server without space is known until nothing waits; a toast is not what says it', async () => {
  const { world, post, end } = await refusing('storage_full', 5_000)
  post()
  await world.pass(4_000)
  expect([waitsBecause.peek(), toast.peek()]).toEqual(['storage_full', null])
  end()
  await world.pass(10_000)
  expect(waitsBecause.peek()).toBe(null)
})
