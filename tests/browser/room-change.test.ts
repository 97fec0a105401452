import { expect, test } from 'bun:test'
import type { CommandInput } from '#protocol/index.ts'
import { violations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { wordsOf } from '#tests/kit/lines-of.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** Watches everything that is painted, for words that must not be seen in the room that is turned to. */
async function watches({ page }: Visitor, ...words: readonly string[]): Promise<() => Promise<string[]>> {
  await page.evaluate((unwanted) => {
    const seen = new Set<string>()
    Object.assign(window, { seenStale: seen })
    let room = location.pathname
    const look = () => {
      const text = `${document.querySelector('.shell')?.textContent} ${document.title}`
      if (location.pathname !== room) for (const word of unwanted) if (text.includes(word)) seen.add(word)
      if (location.pathname === room) room = location.pathname
      // After everything that this frame has drawn.
      requestAnimationFrame(() => queueMicrotask(look))
    }
    look()
  }, words)
  return () =>
    page.evaluate(() => {
      const seen: unknown = Reflect.get(window, 'seenStale')
      return seen instanceof Set ? [...seen].map(String) : ['nobody watched']
    })
}

/** A link to a room, pressed inside the page as any late part would have it. */
const turnsTo = ({ page }: Visitor, room: string) =>
  page.evaluate((path) => {
    const link = document.createElement('a')
    link.href = path
    document.body.append(link)
    link.click()
    link.remove()
  }, `/r/${room}`)

/** Fails when the page is loaded anew: what is written on the window would be gone. */
const marks = ({ page }: Visitor) => page.evaluate(() => Object.assign(window, { samePage: true }))
const isSame = ({ page }: Visitor) => page.evaluate(() => Reflect.get(window, 'samePage') === true)

test('a link to another room changes the room inside the page: no stale line, name or person, drafts stay, back and forward', async () => {
  const [first, second] = [newRoom(), newRoom()]
  const bob = await house.guest({ name: 'Bob First', room: first })
  await bob.says('only in the first')
  const cai = await house.guest({ name: 'Cai Second', room: second })
  await cai.says(`from the second: ${house.server.url}/r/${first}#1`)
  const ada = await house.enter('Ada Turns', { path: `/r/${first}` })
  await ada.sees('only in the first')
  await marks(ada)
  await ada.composer.fill('half a thought')
  const stale = await watches(ada, 'only in the first', 'Bob First', first)
  await turnsTo(ada, second)
  await ada.sees('from the second')
  await ada.people.getByText('Cai Second').waitFor()
  expect(await stale()).toEqual([first]) // in the link of the message itself
  expect(await ada.page.title()).toContain(second)
  expect(ada.page.url()).toEndWith(`/r/${second}`)
  expect(await ada.composer.inputValue()).toBe('')
  await ada.page.waitForFunction(() => document.activeElement?.matches('textarea'))
  await ada.page.locator('[data-announcer="polite"]', { hasText: second }).waitFor()
  await ada.composer.fill('another thought')

  await bob.says('said meanwhile')
  await ada.page.goBack()
  await ada.reads('only in the first', 'said meanwhile')
  await ada.page.locator('.unread-line').waitFor()
  expect(await ada.composer.inputValue()).toBe('half a thought')
  await ada.page.goForward()
  await ada.sees('from the second')
  expect(await ada.composer.inputValue()).toBe('another thought')
  expect(await isSame(ada)).toBe(true)

  await ada.bubble('from the second').getByRole('link').click()
  await ada.finds('only in the first')
  expect(ada.page.url()).toEndWith(`/r/${first}#1`)
  expect(ada.context.pages().length).toBe(1)
  expect(await isSame(ada)).toBe(true)
})

/** What a guest hears said in its room from now on; `until` resolves when it is so many. */
function hears({ room }: Guest) {
  const texts: string[] = []
  let look = () => {}
  room.listen({
    snapshot: ({ lines }) => {
      texts.splice(0, texts.length, ...lines.map(wordsOf))
      look()
    },
    events: (events) => {
      texts.push(...events.map(wordsOf))
      look()
    },
  })
  const until = (count: number) =>
    new Promise<readonly string[]>((resolve) => {
      look = () => texts.length >= count && resolve(texts)
      look()
    })
  return { until }
}

test('[P-2] what is sent just before the change, and what is written without a line, goes to the room where it was written', async () => {
  const [first, second] = [newRoom(), newRoom()]
  await using proxy = await startProxy(house.server)
  const inFirst = hears(await house.guest({ name: 'Bob Reads', room: first }))
  const inSecond = hears(await house.guest({ name: 'Cai Reads', room: second }))
  const ada = await house.enter('Ada Hurries', { path: `/r/${first}`, url: proxy.url })
  await ada.composer.fill('just before')
  await ada.composer.press('Enter')
  await turnsTo(ada, second)
  expect(await inFirst.until(1)).toEqual(['just before'])
  await ada.send('in the second')
  expect(await inSecond.until(1)).toEqual(['in the second'])
  proxy.refuse()
  await ada.send('without a line')
  await turnsTo(ada, first)
  proxy.accept()
  expect(await inSecond.until(2)).toEqual(['in the second', 'without a line'])
  await ada.reads('just before')
  expect(await inFirst.until(1)).toEqual(['just before'])
})

/** A room of its own, with its owner in it. */
async function made(owner: string, more: Partial<CommandInput<'room.make'>> = {}) {
  const bob = await house.guest({ name: owner, room: newRoom() })
  const { room } = await bob.client.call('room.make', { cid: uuid(), title: 'Pots', access: 'open', ...more })
  const does = async (name: 'member.remove' | 'member.ban' | 'member.pardon' | 'member.add', person: string) => {
    await bob.client.call(name, { room: room.id, cid: uuid(), person })
  }
  const changes = (change: Partial<CommandInput<'room.change'>>) =>
    bob.client.call('room.change', { room: room.id, cid: uuid(), ...change })
  return { room, does, changes, path: `/r/${encodeURIComponent(room.name)}` }
}

const uuid = () => crypto.randomUUID()
/** Who one is, as the page's own row in the log tells. */
const idOf = ({ log }: Visitor) =>
  log
    .getByRole('listitem')
    .first()
    .evaluate((row) => row.getAttribute('data-key')?.split(':')[0] ?? '')

test('[P-27] who is put out sees why, keeps what was written, and comes back by a key where one may', async () => {
  const { does, path } = await made('Bob Owns')
  const ada = await house.enter('Ada Leaves', { path })
  await ada.send('before')
  await ada.stored('before')
  const id = await idOf(ada)
  await ada.composer.fill('half a thought')
  await does('member.remove', id)
  const card = ada.page.getByRole('alert').filter({ hasText: ada.words.state.roomRemoved })
  await card.waitFor()
  expect(await ada.composer.count()).toBe(0)
  expect(await ada.people.count()).toBe(0)
  await ada.page.waitForFunction((element) => element === document.activeElement, await card.elementHandle())
  expect(await violations(ada)).toEqual([])
  await ada.page.keyboard.press('Tab')
  await ada.page.keyboard.press('Enter')
  await ada.sees('before')
  expect(await ada.composer.inputValue()).toBe('half a thought')
  await ada.page.waitForFunction(() => document.activeElement?.matches('textarea'))
  await does('member.ban', id)
  await ada.page.getByText(ada.words.state.roomBanned).waitFor()
  await does('member.pardon', id)
  await ada.page.reload()
  await ada.sees('before')
  await does('member.ban', id)
  await ada.page.getByRole('button', { name: ada.words.state.toLobby }).click()
  await ada.page.getByText(ada.words.log.empty).waitFor()
  expect(new URL(ada.page.url()).pathname).toBe('/')
})

test('[T-1] a private room is no room to others, and opens by itself when one is added', async () => {
  const { does, path } = await made('Bob Hides', { title: 'Secret', access: 'private' })
  const room = newRoom()
  const ada = await house.enter('Ada Waits', { path: `/r/${room}` })
  await ada.send('who am I')
  await ada.stored('who am I')
  const id = await idOf(ada)
  await turnsTo(ada, path.slice(3))
  await ada.page.getByText(ada.words.state.noRoom).waitFor()
  expect(await ada.page.locator('.shell').textContent()).not.toContain('Secret')
  expect(await ada.page.title()).not.toContain('Secret')
  await does('member.add', id)
  await ada.page.getByRole('banner').getByRole('heading', { name: 'Secret' }).waitFor()
  await ada.composer.waitFor()
})

test('what becomes of the room is seen at once: title, topic, hue; an archived one can only be read', async () => {
  const { changes, path } = await made('Bob Changes', { topic: 'cups and pots', accent: 264 })
  const ada = await house.enter('Ada Looks', { path })
  const header = ada.page.getByRole('banner')
  await header.getByText('cups and pots').waitFor()
  const hue = () => ada.page.evaluate(() => document.documentElement.style.getPropertyValue('--accent-hue'))
  expect(await hue()).toBe('264')
  await changes({ title: 'Cups', topic: '', accent: null })
  await header.getByRole('heading', { name: 'Cups' }).waitFor()
  expect(await header.getByText('cups and pots').count()).toBe(0)
  expect(await hue()).toBe('')
  expect(await ada.page.title()).toContain('Cups')
  await changes({ archived: true })
  await ada.page.getByText(ada.words.state.archived).waitFor()
  expect(await ada.composer.count()).toBe(0)
  await changes({ archived: false })
  await ada.composer.waitFor()
})

test('who was reading further up is there again', async () => {
  const [first, second] = [newRoom(), newRoom()]
  const bob = await house.guest({ name: 'Bob Fills', room: first })
  await bob.tells(Array.from({ length: 60 }, (_, at) => `line ${at}`))
  const ada = await house.enter('Ada Reads', { path: `/r/${first}` })
  await ada.sees('line 59')
  await ada.wheels(-1_500)
  const inView = () =>
    ada.log.evaluate((view) => {
      const top = view.getBoundingClientRect().top
      const rows = [...view.querySelectorAll('li')]
      return rows.findIndex((row) => row.getBoundingClientRect().bottom > top + 1)
    })
  const before = await inView()
  await turnsTo(ada, second)
  await ada.page.getByText(ada.words.log.empty).waitFor()
  await ada.page.goBack()
  await ada.sees('line 30')
  await ada.paints()
  expect(await inView()).toBe(before)
})
