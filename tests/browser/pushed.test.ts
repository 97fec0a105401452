import { afterAll, expect, test } from 'bun:test'
import type { Worker } from 'playwright-core'
import type { PushNote } from '#protocol/push.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { PushReceiver, startPushService } from '#tests/kit/push-service.ts'

const service = startPushService()
const house = openHouse({ env: { PUSH_ALLOW_PRIVATE: 'on', PUSH_AFTER_SECONDS: '0' } })
afterAll(() => service.stop())

type Shown = { title: string; options: NotificationOptions & { renotify?: boolean } }

/** Somebody in a room, with the worker at work; what it shows is kept instead: the headless shell has no screen for it. */
async function opens(name: string, room: string, before = async (_visitor: Visitor) => {}) {
  const ada = await house.visit({ path: `/r/${room}`, worker: true })
  await before(ada)
  await ada.enter(name)
  await ada.page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((next) => requestAnimationFrame(next))
  })
  const [worker] = ada.context.serviceWorkers()
  if (!worker) throw new Error('there is no worker')
  await worker.evaluate(() => {
    const shown: Shown[] = []
    const opened: string[] = []
    const badges: number[] = []
    Object.assign(globalThis, { shown, opened, badges })
    Object.assign(navigator, { setAppBadge: async (count: number) => void badges.push(count) })
    const make = ({ title, options }: Shown) => ({ ...options, title, close() {} })
    Object.assign(Reflect.get(globalThis, 'registration'), {
      getNotifications: async ({ tag }: { tag: string }) =>
        shown
          .filter(({ options }) => options.tag === tag)
          .map(make)
          .slice(-1),
      showNotification: async (title: string, options: Shown['options']) => void shown.push({ title, options }),
    })
    Object.assign(Reflect.get(globalThis, 'clients'), { openWindow: async (url: string) => void opened.push(url) })
  })
  return { ada, worker }
}

const note = (more: Partial<PushNote>): PushNote => ({
  title: 'Bob · Tea',
  body: 'come',
  room: 'elsewhere',
  id: 'r1',
  seq: 7,
  tag: 'teahouse r1',
  lang: 'en',
  badge: 1,
  ...more,
})
/** Has the push service bring it; resolves when the worker has done with it. */
const brings = (worker: Worker, data: string): Promise<void> =>
  worker.evaluate(async (text) => {
    const Push: { new (kind: string, init: { data: string }): Event } = Reflect.get(globalThis, 'PushEvent')
    const event = new Push('push', { data: text })
    const done: Promise<unknown>[] = []
    Object.assign(event, { waitUntil: (work: Promise<unknown>) => void done.push(work) })
    dispatchEvent(event)
    await Promise.all(done)
  }, data)
const shownBy = (worker: Worker): Promise<Shown[]> => worker.evaluate(() => Reflect.get(globalThis, 'shown'))
/** A press on the last notice; resolves when the worker has done with it. */
const presses = (worker: Worker, data: unknown): Promise<void> =>
  worker.evaluate(async (place) => {
    const event = new Event('notificationclick')
    const done: Promise<unknown>[] = []
    const notification = { data: place, close() {} }
    Object.assign(event, { notification, waitUntil: (work: Promise<unknown>) => void done.push(work) })
    dispatchEvent(event)
    await Promise.all(done)
  }, data)

const looksAway = ({ page }: Visitor) =>
  page
    .context()
    .newPage()
    .then((other) => other.bringToFront())

test('[UX-26] a push is shown; a newer one takes its place, the same one again is silent, and what is none is not shown', async () => {
  const { worker } = await opens('Ada pushed', newRoom())
  for (const one of [note({}), note({ seq: 8, body: '2 new messages' }), note({ seq: 8 })])
    await brings(worker, JSON.stringify(one))
  for (const nothing of ['', '{', '[]', '{"title":"x"}', JSON.stringify({ ...note({}), seq: '9' })])
    await brings(worker, nothing)
  const shown = await shownBy(worker)
  expect(shown.map(({ options: { body, silent, renotify = false } }) => [body, silent, renotify])).toEqual([
    ['come', false, true],
    ['2 new messages', false, true],
    ['come', true, false],
  ])
  expect(await worker.evaluate((): number[] => Reflect.get(globalThis, 'badges'))).toEqual([1, 1, 1])
  expect(new Set(shown.map(({ options }) => options.tag))).toEqual(new Set(['teahouse r1']))
  expect(shown[0]?.options).toMatchObject({ lang: 'en', data: { room: 'elsewhere', seq: 7 } })
  for (const picture of [shown[0]?.options.icon, shown[0]?.options.badge])
    expect((await fetch(String(picture))).headers.get('content-type')).toBe('image/png')
})

test('[UX-25] of the room that somebody looks at nothing is shown, also after it was changed inside the page', async () => {
  const [first, second] = [newRoom(), newRoom()]
  const { ada, worker } = await opens('Ada looking', first)
  await ada.page.bringToFront()
  await brings(worker, JSON.stringify(note({ room: first })))
  expect(await shownBy(worker)).toEqual([])
  await presses(worker, { room: second, seq: 1 })
  await ada.page.waitForURL(`**/r/${second}*`)
  await brings(worker, JSON.stringify(note({ room: second })))
  expect(await shownBy(worker)).toEqual([])
  await brings(worker, JSON.stringify(note({ room: first })))
  expect((await shownBy(worker)).length).toBe(1)
})

test('[UX-26] a press goes to the message in the page that is open, without loading it anew, else in a new one', async () => {
  const [room, other] = [newRoom(), newRoom()]
  const bob = await house.guest({ name: 'Bob pressed', room: other })
  await bob.says('where it was said')
  const { ada, worker } = await opens('Ada pressing', room)
  await ada.page.evaluate(() => Object.assign(window, { sameDocument: true }))
  await looksAway(ada)
  await presses(worker, { room: other, seq: 1 })
  await ada.sees('where it was said')
  expect(ada.page.url()).toContain(`/r/${other}`)
  expect(await ada.page.evaluate(() => Reflect.get(window, 'sameDocument'))).toBe(true)
  await ada.page.close()
  await presses(worker, { room: 'a b/c', seq: 12 })
  await presses(worker, { room: '', seq: 3 })
  const opened: unknown = await worker.evaluate(() => Reflect.get(globalThis, 'opened'))
  expect(opened).toEqual([`${house.server.url}/r/a%20b%2Fc#12`, `${house.server.url}/#3`])
})

/** A browser that may notify, and whose maker's push service is ours. */
const mayBePushed = (receiver: PushReceiver, endpoint: string) => async (visitor: Visitor) => {
  await visitor.context.addInitScript(
    ({ endpoint: address, ...keys }) => {
      Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
      const bytes = (text: string) =>
        Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0)).buffer
      const subscription = { endpoint: address, options: {}, getKey: (name: 'p256dh' | 'auth') => bytes(keys[name]) }
      Object.assign(PushManager.prototype, { subscribe: async () => subscription })
    },
    { endpoint, ...receiver.keys },
  )
  await visitor.page.reload()
}

/** Resolves when the server has answered the page's command. */
const answered = ({ page }: Visitor, command: string): Promise<void> =>
  new Promise((resolve) => {
    page.on('websocket', (socket) => {
      let ref = ''
      socket.on('framesent', ({ payload }) => {
        if (payload.toString().includes(`"${command}"`)) ref = payload.toString().split(',', 1)[0] ?? ''
      })
      socket.on('framereceived', ({ payload }) => {
        if (ref !== '' && payload.toString().startsWith(`${ref},"ok"`)) resolve()
      })
    })
  })

test('[UX-26] [T-7] who has closed the page hears of a mention, and a press leads to it', async () => {
  const room = newRoom()
  const receiver = new PushReceiver()
  const bob = await house.guest({ name: 'Bob pushing', room })
  let subscribed = Promise.resolve()
  const { ada, worker } = await opens('Ada away', room, async (visitor) => {
    subscribed = answered(visitor, 'push.subscribe')
    await mayBePushed(receiver, `${service.url}/ada`)(visitor)
  })
  await subscribed
  const [mine] = await ada.page.evaluate(async () => {
    const copy = await (
      await fetch('/api/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"locale":"en"}',
      })
    ).json()
    return [String(copy.me.id)]
  })
  await ada.page.close()
  bob.room.post('not for her')
  bob.room.post('@Ada away come, the tea is ready', { mentions: [mine ?? ''] })
  const [pushed] = await service.hears(1)
  const said = receiver.opens(pushed?.body ?? Buffer.alloc(0))
  expect(said).toMatchObject({
    title: `Bob pushing · ${room}`,
    body: '@Ada away come, the tea is ready',
    room,
    badge: 1,
  })
  await brings(worker, JSON.stringify(said))
  const [shown] = await shownBy(worker)
  expect(shown).toMatchObject({ title: `Bob pushing · ${room}`, options: { lang: 'en', silent: false } })
  await presses(worker, shown?.options.data)
  const opened: unknown = await worker.evaluate(() => Reflect.get(globalThis, 'opened'))
  expect(opened).toEqual([`${house.server.url}/r/${room}#2`])
  expect(service.heard.length).toBe(1)
})
