import { expect, test } from 'bun:test'
import type { WebSocketRoute } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { newNamed } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

// Strangers in the page: translators, and extensions that wrap, break, replace and restyle (decision 0054).
const house = openHouse()

/** Somebody who has a name, and is not at the page yet: what spoils it comes first. A reader's style sheet is above any policy. */
const comes = async (name: string): Promise<Visitor> =>
  house.visit({
    path: '/favicon.svg',
    token: await newNamed(house.server, { name, look: 7 }),
    context: { bypassCSP: true },
  })

test('strangers in the page: a translator changes every word; what another breaks is made anew, and what cannot be says so, the text kept, the rest alive', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Talks', room })
  await bob.tells(['one', 'two **bold** and `code`'])
  const ada = await comes('Ada Reads')
  await ada.page.goto(`${house.server.url}/r/${room}`)
  await ada.isIn()
  await ada.sees('bold')
  // As Chrome's does: a text node goes, a <font> in a <font> comes; here without regard for what it is asked to leave alone.
  await ada.page.evaluate(() => {
    const turn = (node: Node) => {
      if (node instanceof Text) {
        if (!node.data.trim() || node.parentElement?.closest('textarea, font')) return
        const inner = document.createElement('font')
        inner.append(node.data.toUpperCase())
        const outer = document.createElement('font')
        outer.append(inner)
        node.replaceWith(outer)
      } else if (node.nodeName !== 'FONT') for (const child of [...node.childNodes]) turn(child)
    }
    turn(document.body)
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) turn(node)
    }).observe(document.body, { childList: true, subtree: true })
  })
  await bob.says('three')
  await ada.reads('ONE', 'TWO BOLD AND CODE', 'THREE')
  await bob.room.edit(2, 'two, mended')
  await ada.reads('ONE', 'TWO, MENDED', 'THREE')
  await bob.room.erase(1, 'recall')
  await ada.reads('TWO, MENDED', 'THREE')
  await ada.composer.fill('mine')
  await ada.composer.press('Enter')
  await ada.reads('TWO, MENDED', 'THREE', 'MINE')
  expect(await ada.page.locator('#app').getAttribute('translate')).toBe('no')
  expect(await ada.log.locator('.text').evaluateAll((all) => all.map((one) => one.getAttribute('translate')))).toEqual([
    'yes',
    'yes',
    'yes',
  ])

  const { page, words } = ada
  await ada.composer.pressSequentially('half a')
  await page.evaluate(() => {
    const { insertBefore } = Node.prototype
    const spoils = { times: 1, where: 'group-rows' }
    Object.assign(window, { spoils })
    Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, child: Node | null): T {
      if (this instanceof Element && this.classList.contains(spoils.where) && spoils.times-- > 0)
        throw new Error('planted')
      insertBefore.call(this, node, child)
      return node
    }
  })
  const spoil = (where: string, times: number) =>
    page.evaluate((how) => void Object.assign(Reflect.get(window, 'spoils'), how), { where, times })
  await bob.says('made anew')
  await ada.reads('TWO, MENDED', 'THREE', 'MINE', 'MADE ANEW')
  await spoil('group-rows', Number.POSITIVE_INFINITY)
  await bob.says('not seen yet')
  const broken = page.getByRole('alert').filter({ has: page.getByRole('button', { name: words.trouble.again }) })
  await broken.waitFor()
  expect(await violations(ada, '.broken-part')).toEqual([])
  expect(await ada.composer.inputValue()).toBe('half a')
  await spoil('nowhere', 0)
  await broken.getByRole('button', { name: words.trouble.again }).click()
  await ada.reads('TWO, MENDED', 'THREE', 'MINE', 'MADE ANEW', 'NOT SEEN YET')
  // The composer itself: its text comes back with it.
  await spoil('composer-pill', 1)
  await ada.log.getByRole('listitem').last().focus()
  await page.keyboard.press('r')
  await page.locator('.composer-strip').waitFor()
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'half a')
  expect(new Set(ada.complaints.splice(0).map((one) => one.split('\n')[0]))).toEqual(new Set(['Error: planted']))
})

test('[F-10] [P-11] an extension that spoils fetch, the socket, the storage and the arrays: the page says that it waits, comes as soon as it can, and loses nothing', async () => {
  const ada = await comes('Ada Spoiled')
  const { page, words } = ada
  await page.addInitScript(() => {
    const spoils = { fetch: true, sends: false }
    Object.assign(window, { spoils })
    const refuse = () => {
      throw new TypeError('planted')
    }
    const { fetch, WebSocket, Storage } = window
    Object.assign(window, {
      fetch: (...about: Parameters<typeof fetch>) => (spoils.fetch ? refuse() : fetch(...about)),
      WebSocket: class extends WebSocket {
        override send(text: string) {
          if (spoils.sends) refuse()
          super.send(text)
        }
      },
    })
    // It may be written to, and throws when it is read.
    Storage.prototype.getItem = refuse
    // Enumerable, as careless ones do it.
    for (const kind of [Array.prototype, String.prototype]) Object.assign(kind, { last() {}, contains() {} })
  })
  await page.goto(`${house.server.url}/r/${newRoom()}`)
  const spoil = (how: Record<string, boolean>) =>
    page.evaluate((now) => void Object.assign(Reflect.get(window, 'spoils'), now), how)
  await page.getByRole('alert').getByText(words.card.boot).waitFor()
  expect(await violations(ada, '.state')).toEqual([])
  await spoil({ fetch: false })
  await page.getByRole('button', { name: words.card.retry }).click()
  await ada.isIn()
  await ada.send('through all that')
  await ada.stored('through all that')
  // Nothing goes out any more: that is a line that is lost, and what was said waits for the next.
  await spoil({ sends: true })
  await ada.send('waits for a line')
  await ada.composer.fill('half a sentence')
  await spoil({ sends: false })
  await page.evaluate(() => void window.dispatchEvent(new Event('online')))
  await ada.stored('waits for a line')
  expect(await ada.composer.inputValue()).toBe('half a sentence')
  await ada.reads('through all that', 'waits for a line')
})

test('styles of others over the whole page: what is said can be read and answered, and what is hidden from readers alone stays out of the way of nobody', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Plain', room })
  await bob.says('can you read this?')
  const ada = await comes('Ada Plain')
  await ada.page.goto(`${house.server.url}/r/${room}`)
  await ada.isIn()
  await ada.composer.pressSequentially('before ')
  const sheets = [
    // As a reader of dark pages does it.
    '*:not(img, video) { background: #111 !important; color: #eee !important; border-color: #555 !important }',
    // As one who wants no styles at all.
    '* { all: revert !important }',
    // As one who hides what it takes for cookie notices and advertisements.
    '[class*="banner"], [class*="toast"], [class*="pill"]:not(.composer-pill) { display: none !important }',
  ]
  for (const [at, content] of sheets.entries()) {
    const sheet = await ada.page.addStyleTag({ content })
    await ada.composer.pressSequentially(`sheet ${at}`)
    await ada.composer.press('Enter')
    // Its bubble is there before the server has it, and Bob may be quicker.
    await ada.stored(`${at === 0 ? 'before ' : ''}sheet ${at}`)
    await bob.says(`seen ${at}`)
    await ada.bubble(`seen ${at}`).waitFor()
    await sheet.evaluate((element) => (element as Element).remove())
  }
  await ada.reads('can you read this?', 'before sheet 0', 'seen 0', 'sheet 1', 'seen 1', 'sheet 2', 'seen 2')
})

test('[UX-1] [P-17] axe has no violation while the server restarts, nor when a session is over', async () => {
  const ada = await comes('Ada Over')
  const { page, words } = ada
  const lines: WebSocketRoute[] = []
  const state = { code: 4503, isDown: false }
  await page.routeWebSocket('**/ws', (line) => {
    if (state.isDown) return void line.close({ code: state.code })
    lines.push(line)
    line.connectToServer()
  })
  await page.goto(`${house.server.url}/r/${newRoom()}`)
  await ada.isIn()
  state.isDown = true
  await lines.at(-1)?.close({ code: state.code })
  await page.getByRole('main').getByText(words.banner.restarting).waitFor()
  expect(await violations(ada, '.banner')).toEqual([])
  // The one that comes back knows nobody any more.
  state.code = 4401
  await page.evaluate(() => void window.dispatchEvent(new Event('online')))
  await page.getByText(words.state.sessionOver).waitFor()
  expect(await violations(ada, '.state')).toEqual([])
})
