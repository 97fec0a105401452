import { expect, test } from 'bun:test'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** The page notices a lost line, or a wait is over: at most the first back-off (1.5 s) and a hello. */
const banner = (visitor: Visitor, words: string) => visitor.page.getByRole('main').getByText(words)

test.each([
  ['the frame of the send is cut in the middle', { up: 30 }],
  ['the answer is lost', { down: 0 }],
  ['the answer is cut in the middle', { down: 10 }],
])('[UX-12] [F-6] %s: one copy after the return', async (_fault, bytes) => {
  await using proxy = await startProxy(house.server)
  const path = `/r/${newRoom()}`
  const ada = await house.enter(`Ada ${path.slice(8)}`, { path, url: proxy.url })
  const bob = await house.enter(`Bob ${path.slice(8)}`, { path })
  await ada.send('before')
  await ada.stored('before')
  proxy.cutAfter(bytes)
  await ada.send('in the middle')
  await bob.sees('in the middle')
  await ada.stored('in the middle')
  expect(proxy.cuts).toBeGreaterThan(0)
  await ada.send('after')
  await bob.reads('before', 'in the middle', 'after')
  await ada.reads('before', 'in the middle', 'after')
})

test('[UX-12] 20 messages written offline arrive in order, each once; the composer stays usable', async () => {
  await using proxy = await startProxy(house.server)
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada Q', { path, url: proxy.url })
  const bob = await house.enter('Bob Q', { path })
  const texts = Array.from({ length: 20 }, (_, at) => `queued ${String(at).padStart(2, '0')}`)
  proxy.refuse()
  for (const text of texts) await ada.send(text)
  await ada.reads(...texts)
  expect(await bob.texts()).toEqual([])
  proxy.accept()
  await bob.reads(...texts)
  await ada.stored(texts.at(-1) ?? '')
  await ada.reads(...texts)
})

test('[UX-12] [P-11] a reload with a full outbox sends each once', async () => {
  await using proxy = await startProxy(house.server)
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada P', { path, url: proxy.url })
  const bob = await house.enter('Bob P', { path })
  // The line is held, not cut: what is on its way may be stored although no answer was seen.
  proxy.hold()
  for (const text of ['one', 'two', 'three']) await ada.send(text)
  proxy.cut()
  proxy.release()
  await ada.page.reload()
  await bob.reads('one', 'two', 'three')
  await ada.reads('one', 'two', 'three')
  await ada.stored('three')
})

test('[UX-12] [P-11] what is said in the very moment of a reload is sent after it, in order', async () => {
  await using proxy = await startProxy(house.server)
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada M', { path, url: proxy.url })
  const texts = Array.from({ length: 6 }, (_, at) => `said ${at}`)
  for (const text of texts) {
    // The socket only: a page whose own request is cut does not come, and has nothing to send by.
    const sockets = proxy.lines.filter(({ isSocket }) => isSocket)
    expect(sockets.length).toBeGreaterThan(0)
    for (const line of sockets) line.set({ up: { hold: true } })
    await ada.composer.fill(text)
    // In one turn of the page: a database that answers in the next one is too late.
    await ada.page
      .evaluate(() => {
        const enter = { key: 'Enter', bubbles: true, cancelable: true }
        document.querySelector('textarea')?.dispatchEvent(new KeyboardEvent('keydown', enter))
        location.reload()
      })
      .catch(() => {})
    proxy.cut('reset', (line) => sockets.includes(line))
    await ada.stored(text)
  }
  await ada.reads(...texts)
})

test('a draft survives a reload, and belongs to its room', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada D', { path })
  await ada.composer.pressSequentially('not yet finished')
  await ada.page.reload()
  await ada.composer.waitFor()
  await ada.page.waitForFunction(() => document.querySelector('textarea')?.value === 'not yet finished')
  await ada.page.goto(`${house.server.url}/r/${newRoom()}`)
  await ada.composer.waitFor()
  expect(await ada.composer.inputValue()).toBe('')
  // Nor does another tab of the room, in which nothing was written, take it away.
  const tab = await ada.opensTab()
  await ada.composer.pressSequentially('of the first tab')
  const isKept = () => JSON.stringify({ ...localStorage }).includes('of the first tab')
  await ada.page.waitForFunction(isKept)
  await tab.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  expect(await tab.page.evaluate(isKept)).toBe(true)
})

test('two tabs of one room keep a draft each: none writes over the other’s, nor takes it away by sending', async () => {
  const [path, other] = [`/r/${newRoom()}`, `/r/${newRoom()}`]
  const ada = await house.enter('Ada Two', { path })
  const tab = await ada.opensTab()
  const shows = ({ page }: typeof ada, text: string) =>
    page.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, text)
  await ada.composer.fill('of the first tab')
  // To another room and back, without leaving the page; the other tab writes meanwhile.
  await ada.page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href })
    document.body.append(link)
    link.click()
    link.remove()
  }, other)
  await shows(ada, '')
  await tab.composer.fill('of the second tab')
  await tab.page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('of the second tab'))
  await ada.page.goBack()
  await shows(ada, 'of the first tab')
  // Whichever is hidden last, each comes back with its own.
  await ada.page.reload()
  await shows(ada, 'of the first tab')
  await tab.page.reload()
  await shows(tab, 'of the second tab')
  await tab.composer.press('Enter')
  await shows(tab, '')
  await ada.page.reload()
  await shows(ada, 'of the first tab')
  // And one that is opened later finds what was not sent.
  const late = await ada.opensTab()
  await shows(late, 'of the first tab')
})

test('[F-1] [D-32] kill -9 between two messages loses none; the page comes back by itself', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada K', { path })
  const bob = await house.enter('Bob K', { path, locale: 'zh-CN' })
  await ada.send('before the kill')
  await ada.stored('before the kill')
  await house.server.kill()
  await banner(ada, 'Connection lost').waitFor()
  await banner(bob, '连接中断').waitFor()
  await ada.send('while it is gone')
  await house.server.start()
  await ada.stored('while it is gone')
  await bob.sees('while it is gone')
  await bob.send('回来了')
  await ada.reads('before the kill', 'while it is gone', '回来了')
  await bob.reads('before the kill', 'while it is gone', '回来了')
  await banner(ada, 'Connection lost').waitFor({ state: 'detached' })
})

test('[P-17] a restart is told as such, and nothing is lost', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada S', { path })
  await ada.send('first')
  await ada.stored('first')
  expect(await house.server.stop()).toBe(0)
  await banner(ada, ada.words.banner.restarting).or(banner(ada, 'Connection lost')).waitFor()
  await ada.send('second')
  await house.server.start()
  await ada.stored('second')
  await ada.reads('first', 'second')
})

test('[UX-14] a line that is cut for a moment shows no banner', async () => {
  await using proxy = await startProxy(house.server)
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada B', { path, url: proxy.url })
  const bob = await house.guest({ name: 'Bob B', room: path.slice(3) })
  await ada.page.evaluate(() => {
    const main = document.querySelector('main')
    if (main)
      new MutationObserver(() => document.querySelector('.banner') && main.setAttribute('data-saw-banner', '')).observe(
        main,
        { childList: true, subtree: true },
      )
  })
  proxy.cut()
  await bob.says('while she was cut off')
  // It does not wait for the dice: the network is back.
  await ada.page.waitForFunction(() => {
    window.dispatchEvent(new Event('online'))
    return document.querySelector('[role=log]')?.textContent.includes('while she was cut off')
  })
  expect(proxy.cuts).toBeGreaterThan(0)
  expect(await ada.page.locator('[data-saw-banner]').count()).toBe(0)
})

test('[P-6] a refused message says so, with its reason; the next one does not wait for it', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada F', { path })
  const bob = await house.enter('Bob F', { path })
  const { log, why } = ada.words
  // A NUL: the page takes it for text, the server does not.
  await ada.composer.fill('a\u0000')
  await ada.composer.press('Enter')
  await ada.log.getByText(`${log.notSent} · ${why.bad_text}`).waitFor()
  await ada.send('this one goes through')
  await ada.stored('this one goes through')
  await bob.reads('this one goes through')
  await ada.log.getByRole('button', { name: log.remove }).click()
  await ada.reads('this one goes through')
  await ada.page.reload()
  await ada.reads('this one goes through')
})

test('[UX-12] what was too old to send itself waits for a person; resend gives one copy', async () => {
  await using proxy = await startProxy(house.server)
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada E', { path, url: proxy.url })
  const bob = await house.enter('Bob E', { path })
  const { log, why } = ada.words
  proxy.refuse()
  await ada.send('written long ago')
  // The outbox of a browser that was closed for eleven minutes.
  await ada.page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('teahouse')
      opening.onsuccess = () => resolve(opening.result)
    })
    const change = database.transaction('unsent', 'readwrite')
    const store = change.objectStore('unsent')
    const entries: IDBRequest<IDBCursorWithValue | null> = store.openCursor()
    entries.onsuccess = () => {
      const cursor = entries.result
      if (!cursor) return
      const text = JSON.stringify(cursor.value).replace(/"writtenMs":\d+/, `"writtenMs":${Date.now() - 11 * 60_000}`)
      cursor.update(JSON.parse(text))
      cursor.continue()
    }
    await new Promise((resolve) => change.addEventListener('complete', resolve))
    database.close()
  })
  proxy.accept()
  await ada.page.reload()
  await ada.log.getByText(`${log.notSent} · ${why.expired}`).waitFor()
  expect(await bob.texts()).toEqual([])
  await ada.log.getByRole('button', { name: log.resend }).click()
  await ada.stored('written long ago')
  await bob.reads('written long ago')
  await ada.reads('written long ago')
})
