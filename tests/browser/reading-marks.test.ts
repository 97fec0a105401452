import { expect, test } from 'bun:test'
import { asked, dotIs, dots, hide, says, stand, titleIs, witness } from '#tests/kit/attention.ts'
import { violations } from '#tests/kit/axe.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor, VisitorOptions } from '#tests/kit/page.ts'

const house = openHouse()

/** Id of whoever is at the page. */
const idOf = ({ page }: Visitor): Promise<string> =>
  page.evaluate(async () => {
    const made = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"locale":"en"}',
    })
    return String((await made.json()).me.id)
  })

/** Resolves when the room is on the list of whoever is at the page: the bell is there. */
const listed = ({ page, words }: Visitor) =>
  page.getByRole('button', { name: words.reading.level.button(''), exact: false }).waitFor()

/** The marks of this page that the server has stored. */
function hearMarks({ page }: Visitor): ReadonlySet<number> {
  const stored = new Set<number>()
  page.on('websocket', (socket) => {
    const asked = new Map<number, number>()
    socket.on('framesent', ({ payload }) => {
      const [ref, name, { seq }] = JSON.parse(String(payload))
      if (name === 'room.read') asked.set(ref, seq)
    })
    socket.on('framereceived', ({ payload }) => {
      const [ref, answer] = JSON.parse(String(payload))
      const seq = asked.get(ref)
      if (seq !== undefined && answer === 'ok') stored.add(seq)
    })
  })
  return stored
}

/** Bob in a room that he opened, and Ada at the page in it. */
async function openRoom(name: string, options: VisitorOptions = {}) {
  const room = newRoom()
  const bob = await house.guest({ name: `Bob ${name}`, room })
  const ada = await house.visit({ ...options, path: `/r/${room}` })
  await stand(ada, { permission: 'granted', answer: 'granted' })
  const marks = hearMarks(ada)
  await ada.page.reload()
  await ada.enter(`Ada ${name}`)
  await listed(ada)
  const id = await idOf(ada)
  return {
    ada,
    bob,
    room,
    id,
    marks,
    mentions: (text: string) => says(bob, `@Ada ${name} ${text}`, { mentions: [id] }),
  }
}

/** The same person at another device. */
async function secondDevice(ada: Visitor, room: string): Promise<Visitor> {
  const other = await house.visit({ path: `/r/${room}`, context: { storageState: await ada.context.storageState() } })
  await listed(other)
  return other
}

/** The text of the message under the unread line. */
const firstUnread = ({ page }: Visitor) => page.locator('.unread-line + .group .text').first().textContent()
const inView = ({ page }: Visitor, text: string) =>
  page.waitForFunction((wanted) => {
    const log = document.querySelector('.log')?.getBoundingClientRect()
    const row = [...document.querySelectorAll('.row')].find((one) => one.textContent?.includes(wanted))
    const box = row?.getBoundingClientRect()
    return log && box && box.top >= log.top - 1 && box.bottom <= log.bottom + 1
  }, text)
/** A room with nobody of these in it, to be away. */
const goAway = async ({ page }: Visitor) => page.goto(`${house.server.url}/r/${newRoom()}`)
const readUpTo = async ({ client }: Guest, room: string, seq: number) => client.call('room.read', { room, seq })

test('[P-34] [UX-25] read on one device: count, line, icon and notification are gone on the other', async () => {
  const { ada, bob, room, mentions } = await openRoom('Two')
  const plain = await ada.page.title()
  await hide(ada, true)
  const phone = await secondDevice(ada, room)
  await hide(phone, true)
  await bob.says('one')
  await mentions('two')
  await asked(ada, { notices: 1 })
  for (const each of [ada, phone]) await titleIs(each, '(@1 · 2) ')
  await hide(phone, false)
  await titleIs(ada, plain)
  await dotIs(ada, dots.none)
  await ada.page.waitForFunction(() => !Reflect.get(document, 'witness').notices[0].open)
  // What comes after it counts from there.
  await bob.says('three')
  await titleIs(ada, '(1) ')
  await hide(ada, false)
  await ada.sees('three')
  expect(await firstUnread(ada)).toBe('three')
})

test('[UX-11] [P-34] a hidden tab reads nothing; after a reload the line stands where one has read to', async () => {
  const { ada, bob, marks } = await openRoom('Reload')
  await bob.says('seen')
  await ada.sees('seen')
  while (!marks.has(1)) await ada.paints()
  await hide(ada, true)
  await bob.tells(['new 1', 'new 2'])
  await titleIs(ada, '(2) ')
  expect([...marks]).toEqual([1])
  await ada.page.reload()
  await ada.page.locator('.unread-line').waitFor()
  expect(await firstUnread(ada)).toBe('new 1')
  await listed(ada)
  await bob.says('while looking')
  await ada.sees('while looking')
  expect(await firstUnread(ada)).toBe('new 1')
})

test('[UX-11] after a long time: a way to the first unread by pill and key, or the room opens there', async () => {
  const { ada, bob, marks, room } = await openRoom('Long')
  const { log, reading } = ada.words
  await bob.says('last seen')
  await ada.sees('last seen')
  while (!marks.has(1)) await ada.paints()
  await goAway(ada)
  await listed(ada)
  await bob.tells(Array.from({ length: 90 }, (_, at) => `missed ${at}.`))
  await ada.page.goto(`${house.server.url}/r/${room}`)
  const pill = ada.page.getByRole('button', { name: log.firstUnread(90) })
  await pill.waitFor()
  await ada.sees('missed 89.')
  await ada.page.keyboard.press('Alt+PageUp')
  await inView(ada, 'missed 0.')
  await pill.waitFor({ state: 'detached' })
  expect(await firstUnread(ada)).toBe('missed 0.')
  await ada.chooses(reading.opensAt.setting, reading.opensAt.choices.unread)
  await ada.page.getByRole('button', { name: log.toLatest }).click()
  while (!marks.has(91)) await ada.paints()
  await goAway(ada)
  await listed(ada)
  await bob.tells(Array.from({ length: 90 }, (_, at) => `again ${at}.`))
  await ada.page.goto(`${house.server.url}/r/${room}`)
  await inView(ada, 'again 0.')
  await ada.page.getByRole('button', { name: log.toLatest }).click()
  await inView(ada, 'again 89.')
})

test('[UX-25] from mention to mention, also to those that the page does not hold; seen ones are read', async () => {
  const { ada, bob, marks, room, mentions } = await openRoom('Next', { locale: 'zh-CN' })
  await goAway(ada)
  await listed(ada)
  const filler = (from: number) => bob.tells(Array.from({ length: 80 }, (_, at) => `f${from + at}.`))
  await mentions('first')
  await filler(0)
  await mentions('second')
  await filler(100)
  await ada.page.goto(`${house.server.url}/r/${room}`)
  const { mentions: say } = ada.words.reading
  const next = (count: number) => ada.page.getByRole('button', { name: say.next(count) })
  await next(2).waitFor()
  await ada.sees('f179.')
  expect(await violations(ada)).toEqual([])
  await next(2).click()
  await inView(ada, 'first')
  await next(1).waitFor()
  await ada.page.keyboard.press('Alt+PageDown')
  await inView(ada, 'second')
  await next(1).waitFor({ state: 'detached' })
  while (!marks.has(162)) await ada.paints()
  await ada.page.reload()
  await listed(ada)
  await ada.sees('f179.')
  expect(await ada.page.locator('.mention-pill').count()).toBe(0)
})

test('[UX-25] levels: what is for me in other rooms is told by title, icon and sound, unless that room is to be silent', async () => {
  const { ada, bob, room, mentions } = await openRoom('Level')
  await goAway(ada)
  await listed(ada)
  await ada.composer.click()
  await bob.says('not for her')
  await mentions('for her')
  await titleIs(ada, '(@1) ')
  await dotIs(ada, dots.mention)
  await asked(ada, { tones: 1 })
  expect((await witness(ada)).notices).toEqual([])
  const told = ada.page.locator('[data-announcer=polite]')
  await told.filter({ hasText: `Bob Level · ${room}: @Ada Level for her` }).waitFor({ state: 'attached' })
  expect(await told.textContent()).not.toContain('not for her')
  await hide(ada, true)
  await mentions('and again')
  await asked(ada, { notices: 1 })
  const [notice] = (await witness(ada)).notices
  expect(notice).toMatchObject({ title: `Bob Level · ${room}`, body: '@Ada Level and again', open: true })
  await titleIs(ada, '(@2) ')
  await ada.page.evaluate(() => Reflect.get(document, 'clickNotice')())
  await ada.page.waitForURL(`**/r/${room}*`)
  await hide(ada, false)
  await ada.sees('and again')
  // By keys: the last of the three.
  const { level } = ada.words.reading
  const bell = ada.page.getByRole('button', { name: level.button(level.choices.mentions) })
  await bell.focus()
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('menuitemradio', { name: level.choices.mentions, checked: true }).waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.page.keyboard.press('End')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('button', { name: level.button(level.choices.none) }).waitFor()
  const before = await witness(ada)
  const plain = await ada.page.title()
  await hide(ada, true)
  await mentions('in vain')
  await ada.sees('in vain')
  expect(await ada.page.title()).toBe(plain)
  expect(await witness(ada)).toEqual(before)
  await hide(ada, false)
  await goAway(ada)
  await listed(ada)
  await mentions('in vain from afar')
  const other = await house.guest({ name: 'Eve Level', room: new URL(ada.page.url()).pathname.slice(3) })
  await says(other, '@Ada Level heard', { mentions: [await idOf(ada)] })
  await ada.sees('heard')
  expect(await ada.page.title()).not.toContain('@')
  expect(await witness(ada)).toMatchObject({ tones: 0, notices: [] })
})

test('receipts in a private chat, both ways, and off', async () => {
  const { ada, bob, id } = await openRoom('Read', { locale: 'zh-CN' })
  const { room: chat } = await bob.client.call('chat.open', { people: [id] })
  await ada.page.goto(`${house.server.url}/r/${chat.name}`)
  const theirs = bob.client.room(chat.name)
  const heard = new Map<string, number>()
  bob.client.onPush(([, kind, body]) => {
    if (kind === 'receipts') for (const [who, seq] of Object.entries(body.read)) heard.set(who, seq)
  })
  await new Promise<void>((resolve, reject) => theirs.listen({ snapshot: () => resolve(), refused: reject }))
  await listed(ada)
  await ada.send('are you there?')
  await ada.stored('are you there?')
  await readUpTo(bob, chat.id, 1)
  const { receipts } = ada.words.reading
  const mark = ada.bubble('are you there?').getByText(receipts.read, { exact: true })
  await mark.waitFor()
  expect(await violations(ada)).toEqual([])
  theirs.post('I am')
  await ada.sees('I am')
  while (heard.get(id) !== 2) await ada.paints()
  await ada.chooses(receipts.setting, receipts.choices.off)
  await mark.waitFor({ state: 'detached' })
  theirs.post('still?')
  await ada.sees('still?')
  // It is read on the server, and not told: the next mark of his own answer comes after it.
  await ada.page.waitForFunction(() => document.querySelectorAll('.row').length === 3)
  await readUpTo(bob, chat.id, 3)
  expect(heard.get(id)).toBe(2)
})
