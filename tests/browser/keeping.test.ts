import { expect, test } from 'bun:test'
import { noise, pastes, uploadsAsked } from '#tests/kit/attach.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { digestAt, digestOf, hurries, keepsFiles, passes, restored, storedBodies, written } from '#tests/kit/keeping.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { Visitor } from '#tests/kit/page.ts'
import { backUp } from '#tests/kit/restore.ts'

// What a browser keeps of what is not sent. What takes long, or ends its processes: keeping-faults.test.ts.
const house = openHouse()
const png = { name: 'mist.png', type: 'image/png', bytes: new Uint8Array(pngPicture({ width: 400, height: 240 })) }

const tray = ({ page, words }: Visitor) => page.getByRole('list', { name: words.uploads.tray }).getByRole('listitem')

test('[P-11] what is written before the log is here is seen at once, and goes out with the line', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.enter('Ada Early', { path: `/r/${room}`, url: proxy.url })
  // The page comes, the line does not.
  let isOpen = false
  await ada.page.routeWebSocket('**/ws', (line) => void (isOpen && line.connectToServer()))
  await ada.page.reload()
  await ada.composer.waitFor()
  await ada.send('before the log')
  await ada.send('and another')
  await ada.reads('before the log', 'and another')
  isOpen = true
  await ada.page.reload()
  await ada.stored('and another')
  await ada.reads('before the log', 'and another')
  expect(storedBodies(house.server, room)).toEqual(['before the log', 'and another'])
})

test('[P-11] a browser that has no room for what is unsent says so once; it goes out all the same', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.visit({ path: `/r/${room}`, url: proxy.url })
  await ada.page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
  })
  await ada.page.reload()
  await ada.enter('Ada Full')
  const warning = ada.page.getByText(ada.words.restored.unkept)
  await ada.send('at once')
  await ada.stored('at once')
  expect(await warning.count()).toBe(0)
  proxy.refuse()
  await ada.send('no line')
  await warning.waitFor()
  await ada.send('still none')
  proxy.accept()
  await hurries(ada)
  await ada.stored('still none')
  await ada.reads('at once', 'no line', 'still none')
  expect(storedBodies(house.server, room)).toEqual(['at once', 'no line', 'still none'])
})

/** Makes a thousand of the one that waits, as a tab that is gone has left them. */
const leaves999 = ({ page }: Visitor): Promise<void> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('teahouse')
    await new Promise((resolve) => {
      opening.onsuccess = resolve
    })
    const store = opening.result.transaction('unsent', 'readwrite').objectStore('unsent')
    const all = store.getAll()
    await new Promise((resolve) => {
      all.onsuccess = resolve
    })
    const [{ unsent }] = all.result
    for (let at = 1; at < 1_000; at++) {
      const cid = crypto.randomUUID()
      store.put({
        cid,
        owner: 'gone',
        unsent: { ...unsent, cid, body: `left ${at}`, writtenMs: unsent.writtenMs + at },
      })
    }
    await new Promise((resolve) => {
      store.transaction.oncomplete = resolve
    })
    opening.result.close()
  })

test('[HOUSE-12] [P-11] an Enter that finds a thousand unsent ones before it keeps its text, and says so each time', async () => {
  const ada = await house.enter('Ada Thousand', { path: `/r/${newRoom()}` })
  // The line is there, and no message comes through.
  await ada.page.routeWebSocket('**/ws', (line) => {
    const server = line.connectToServer()
    line.onMessage((frame) => void (String(frame).includes('"message.post"') || server.send(frame)))
  })
  await ada.page.reload()
  await ada.send('the first')
  await written(ada, 1)
  await leaves999(ada)
  await ada.page.reload()
  await ada.sees('left 999')
  await ada.isWhole()
  const told = ada.page.getByText(ada.words.restored.tooManyUnsent, { exact: true })
  expect(await told.count()).toBe(0)
  await ada.composer.fill('one too many')
  await ada.composer.press('Enter')
  await told.waitFor()
  expect(await ada.composer.inputValue()).toBe('one too many')
  await told.waitFor({ state: 'detached' })
  await ada.composer.press('Enter')
  await told.waitFor()
  expect(await ada.composer.inputValue()).toBe('one too many')
  expect(await ada.texts()).not.toContain('one too many')
})

test.each([
  ['en', 'en'],
  ['zh', 'zh-CN'],
] as const)('[UX-14] before the first hello a refused Enter is told as it is later, in %s', async (name, locale) => {
  const ada = await house.enter(`Ada Unheard ${name}`, { path: `/r/${newRoom()}`, locale })
  const { page, words } = ada
  // The page comes, the line does not.
  await page.routeWebSocket('**/ws', () => {})
  await page.reload()
  await ada.composer.waitFor()
  await ada.composer.fill('长'.repeat(4_001))
  await ada.composer.press('Enter')
  await page.getByText(words.log.composer.over(1), { exact: true }).waitFor()
  expect((await ada.composer.inputValue()).length).toBe(4_001)
  await ada.send('the first')
  await written(ada, 1)
  await leaves999(ada)
  await page.reload()
  await ada.sees('left 999')
  await ada.composer.fill('one too many')
  await ada.composer.press('Enter')
  await page.getByText(words.restored.tooManyUnsent, { exact: true }).waitFor()
  expect(await ada.composer.inputValue()).toBe('one too many')
})

test('[P-11] an Enter before the page knows where to send it is told, and goes out by itself', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Nowhere', { path: `/r/${room}` })
  const { page, words } = ada
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/api/session', async (route) => {
    await answered
    await route.continue()
  })
  await page.reload()
  await ada.composer.fill('into the blue')
  await ada.composer.press('Enter')
  await page.getByText(words.trouble.notYet, { exact: true }).waitFor()
  expect(await ada.composer.inputValue()).toBe('into the blue')
  answer()
  await ada.stored('into the blue')
  expect(storedBodies(house.server, room)).toEqual(['into the blue'])
})

test('[T-81] who is somebody else now, by another tab, neither sends nor shows what the one before had written', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.enter('Ada Was', { path: `/r/${room}`, url: proxy.url })
  const bob = await house.guest({ name: 'Bob Was', room })
  proxy.refuse()
  await ada.send('of Ada alone')
  await written(ada, 1)
  await ada.context.clearCookies()
  const other = new Visitor(ada.context, await ada.context.newPage(), { locale: 'en', touch: false })
  await other.page.goto(`${house.server.url}/r/${room}`)
  await other.enter('Eve Is')
  proxy.accept()
  await hurries(ada)
  await other.send('of Eve')
  await other.stored('of Eve')
  await ada.reads('of Eve')
  await ada.send('still Eve')
  await ada.stored('still Eve')
  bob.leaves()
  expect(storedBodies(house.server, room)).toEqual(['of Eve', 'still Eve'])
  await written(ada, 1)
})

test('[P-11] [D-39] what is in the tray outlives a reload with its description, and is forgotten once it is sent', async () => {
  const ada = await house.enter('Ada Tray', { path: `/r/${newRoom()}` })
  await pastes(ada, png, noise('plan.bin', 5_000))
  await tray(ada)
    .getByRole('button', { name: /^Describe/ })
    .click()
  await ada.dialog.getByRole('textbox').fill('Mist over the hill')
  await ada.dialog.getByRole('textbox').press('Enter')
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.composer.fill('with words')
  await keepsFiles(ada, 2)
  await ada.page.reload()
  await tray(ada).nth(1).waitFor()
  await tray(ada).getByRole('button', { name: ada.words.uploads.described }).waitFor()
  expect(await ada.composer.inputValue()).toBe('with words')
  await ada.composer.press('Enter')
  await ada.stored('with words')
  await ada.bubble('with words').getByRole('img', { name: 'Mist over the hill' }).waitFor()
  await keepsFiles(ada, 0)
  await ada.page.reload()
  await ada.bubble('with words').getByRole('link').waitFor()
  await ada.isWhole()
  expect(await tray(ada).count()).toBe(0)
})

test('[P-11] [UX-22] a file that is half there goes on after a reload where it stopped, and comes once', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Half', { path: `/r/${room}` })
  const bob = await house.enter('Bob Half', { path: `/r/${room}` })
  const file = noise('route.bin', 900_000)
  const { held } = await passes(ada, 2)
  await pastes(ada, file)
  await ada.composer.fill('the route')
  await ada.composer.press('Enter')
  await held
  await keepsFiles(ada, 0, 1)
  const asked = uploadsAsked(ada.page)
  await ada.page.reload()
  await bob.sees('the route')
  await ada.stored('the route')
  expect(await digestAt(bob, 'the route')).toBe(digestOf(file))
  expect(asked[0]).toBe('GET')
  expect(asked.filter((one) => one === 'POST' || one === 'PATCH 0')).toEqual([])
  await ada.reads('the route')
  await bob.reads('the route')
  await keepsFiles(ada, 0)
})

test('[P-11] a browser that has no room for it says so, and it is sent all the same', async () => {
  const ada = await house.visit({ path: `/r/${newRoom()}` })
  await ada.page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === 'blobs') throw new DOMException('no room', 'QuotaExceededError')
      return put.call(this, value, key)
    }
  })
  await ada.page.reload()
  await ada.enter('Ada Crammed')
  await pastes(ada, noise('large.bin', 5_000))
  await ada.page.getByText(ada.words.uploads.notKept('large.bin')).waitFor()
  await ada.composer.fill('it goes')
  await ada.composer.press('Enter')
  await ada.stored('it goes')
})

test('[UX-15] [P-21] [F-18] a restored backup is told calmly, what it lost of oneself can be said again, and nothing is said of another message', async () => {
  const room = newRoom()
  const path = `/r/${room}`
  const bob = await house.guest({ name: 'Bob back', room })
  const ada = await house.enter('Ada back', { path })
  await bob.says('who brings the kettle?')
  await ada.send('I do')
  await ada.stored('I do')
  using backup = backUp(house.server)
  await bob.says('and cups?')
  await ada.send('twelve cups')
  await ada.stored('twelve cups')
  await ada.send('and a tray')
  await ada.stored('and a tray')
  await ada.answers('who brings the kettle?', 'three litres')
  await ada.stored('three litres')
  await (await ada.stands('and cups?')).press('r')
  await ada.composer.fill('being written')
  await backup.restore()
  await restored(ada)
  const { log, why } = ada.words
  await ada.log.getByText(ada.words.restored.lost(3)).waitFor()
  await ada.page
    .locator('[aria-live=polite]', { hasText: ada.words.restored.since('').slice(0, 20) })
    .waitFor({ state: 'attached' })
  await ada.reads('who brings the kettle?', 'I do', 'twelve cups', 'and a tray', 'three litres')
  expect(await ada.log.getByText(`${log.notSent} · ${why.restored}`).count()).toBe(3)
  expect(await ada.page.locator('.composer-strip').count()).toBe(0)
  expect(await ada.composer.inputValue()).toBe('being written')
  // They wait for a person, also over a reload.
  await ada.page.reload()
  await ada.reads('who brings the kettle?', 'I do', 'twelve cups', 'and a tray', 'three litres')
  await bob.says('hello again')
  for (const text of ['twelve cups', 'and a tray', 'three litres'])
    await ada.bubble(text).getByRole('button', { name: log.resend }).click()
  await ada.stored('three litres')
  await ada.reads('who brings the kettle?', 'I do', 'hello again', 'twelve cups', 'and a tray', 'three litres')
  await ada.bubble('three litres').getByText('who brings the kettle?').waitFor()
})
