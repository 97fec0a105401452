import { expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { PushSender } from './push-sender.ts'

test('[P-4] [C-2] an edit that is not on the disk yet is not told: what is pushed waits for the sync', async () => {
  let release: (() => void) | null = null
  let holds = false
  const beforeSync = () => (holds ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve())
  const house = await openLogHouse({ beforeSync })
  const { storage, log } = house
  await house.begin()
  await house.post('c1')
  const reads: string[] = []
  const read: typeof storage.read = (text, ...values) => {
    reads.push(text.join('?'))
    return storage.read(text, ...values)
  }
  await storage.write(async ({ sql }) => {
    await sql`
      insert into principals (id, kind, name, name_key, look, entered, created_ms, seen_ms)
      values (${'p2'}, ${'guest'}, ${'Ada'}, ${'ada'}, ${1}, ${1}, ${1}, ${1})`
    await sql`insert into sessions (token_hash, principal_id, created_ms, seen_ms) values (${'t'}, ${'p2'}, ${1}, ${1})`
    await sql`
      insert into push_subscriptions (endpoint, principal_id, p256dh, auth, content, locale, created_ms, failures)
      values (${'http://127.0.0.1:1/'}, ${'p2'}, ${'x'}, ${'x'}, ${'full'}, ${'en'}, ${1}, ${0})`
  })
  const sender = new PushSender({
    storage: { ...storage, read },
    log,
    clock: new FakeClock(),
    post: () => Promise.reject(new Error('nobody is pushed to here')),
    allowPrivate: true,
    authorize: () => '',
    onFailure() {},
    onError(error) {
      throw error
    },
  })
  const looksAtRoom = () => reads.some((text) => text.includes('from seats'))
  holds = true
  const editing = house.post('e1', { type: 'message.edited' })
  while (!release) await nextTurn()
  sender.send({ principalId: 'p2', roomId: ROOM, since: 0, upTo: 1 })
  while (reads.length === 0) await nextTurn()
  await nextTurn()
  expect(looksAtRoom()).toBe(false)
  holds = false
  ;(release as () => void)()
  await editing
  await sender.settled()
  expect(looksAtRoom()).toBe(true)
  await house.close()
})
