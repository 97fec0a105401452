import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { noise, pastes } from '#tests/kit/attach.ts'
import { SEED } from '#tests/kit/chance.ts'
import { launchAtHome } from '#tests/kit/chromium.ts'
import { seeded } from '#tests/kit/fake-platform.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { House, newRoom, openHouse } from '#tests/kit/house.ts'
import {
  anotherTab,
  crashes,
  digestAt,
  digestOf,
  hurries,
  keepsFiles,
  numbered,
  passes,
  restored,
  storedBodies,
  written,
} from '#tests/kit/keeping.ts'
import { kept } from '#tests/kit/kept-copy.ts'
import { Visitor } from '#tests/kit/page.ts'
import { processesWith } from '#tests/kit/processes.ts'
import { backUp } from '#tests/kit/restore.ts'

// Three minutes: `FAULTS_FULL=1 bun test tests/browser/keeping-faults.test.ts`.
const isFull = Boolean(process.env['FAULTS_FULL'])
const house = isFull ? openHouse() : new House()
const long = test.skipIf(!isFull)

long('[P-11] [F-10] a tab that crashes with a full outbox: the next one sends each once, in order', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.enter('Ada C', { path: `/r/${room}`, url: proxy.url })
  const bob = await house.enter('Bob C', { path: `/r/${room}` })
  const texts = numbered('crash', 12)
  for (const text of texts.slice(0, 2)) await ada.send(text)
  // On its way, and no answer comes: it may be stored.
  proxy.hold()
  for (const text of texts.slice(2, 5)) await ada.send(text)
  proxy.refuse()
  proxy.release()
  for (const text of texts.slice(5)) await ada.send(text)
  await written(ada, 10)
  await crashes(ada)
  proxy.accept()
  const next = await anotherTab(ada, `${proxy.url}/r/${room}`)
  await next.stored(texts.at(-1) ?? '')
  await next.reads(...texts)
  await bob.reads(...texts)
  expect(storedBodies(house.server, room)).toEqual(texts)
})

long(
  '[P-11] [F-10] two tabs, both offline and both back: none is sent twice; what the one that crashes holds, the other sends',
  async () => {
    await using proxy = await startProxy(house.server)
    const room = newRoom()
    const ada = await house.enter('Ada T', { path: `/r/${room}`, url: proxy.url })
    const bob = await house.enter('Bob T', { path: `/r/${room}` })
    const other = await anotherTab(ada, `${proxy.url}/r/${room}`)
    proxy.refuse()
    const [here, there] = [numbered('here', 6), numbered('there', 6)]
    for (const [at, text] of here.entries()) {
      await ada.send(text)
      await other.send(there[at] ?? '')
    }
    await written(ada, 12)
    proxy.accept()
    await Promise.all([hurries(ada), hurries(other)])
    await Promise.all([ada.stored(here.at(-1) ?? ''), other.stored(there.at(-1) ?? '')])
    await bob.page.waitForFunction(() => document.querySelectorAll('[role=log] li .text').length === 12)
    const seen = storedBodies(house.server, room)
    expect(seen.toSorted()).toEqual([...here, ...there].toSorted())
    expect([seen.filter((text) => here.includes(text)), seen.filter((text) => there.includes(text))]).toEqual([
      here,
      there,
    ])
    await Promise.all([ada.reads(...seen), other.reads(...seen), bob.reads(...seen)])

    proxy.refuse()
    const left = numbered('left', 5)
    for (const text of left) await ada.send(text)
    await other.send('mine after it')
    await written(ada, 6)
    await crashes(ada)
    proxy.accept()
    // The next hello looks for what dead tabs have left.
    await hurries(other)
    for (const text of left) await bob.sees(text)
    await bob.sees('mine after it')
    expect(storedBodies(house.server, room).slice(12).toSorted()).toEqual([...left, 'mine after it'].toSorted())
    expect(storedBodies(house.server, room).filter((text) => left.includes(text))).toEqual(left)
  },
)

/** Ends the browser of a person as a power cut does. */
async function kills(context: BrowserContext, folder: string): Promise<void> {
  const gone = new Promise((resolve) => context.once('close', resolve))
  const [browser] = processesWith(`--user-data-dir=${folder}`).filter(({ line }) => !line.includes('--type='))
  if (!browser) throw new Error('no browser runs in that folder')
  process.kill(browser.pid, 'SIGKILL')
  await gone
}

long(
  '[P-11] [F-10] kill -9 of the whole browser: in the next one everything is sent once, in order, and the draft is there',
  async () => {
    await using proxy = await startProxy(house.server)
    const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-profile-'))
    const room = newRoom()
    const address = `${proxy.url}/r/${room}`
    const options = { locale: 'en', viewport: { width: 1280, height: 800 } }
    const open = async () => {
      const context = await launchAtHome(folder, options)
      const visitor = new Visitor(context, context.pages()[0] ?? (await context.newPage()), {
        locale: 'en',
        touch: false,
      })
      await visitor.page.goto(address)
      return { context, visitor }
    }
    let context: BrowserContext | null = null
    try {
      const first = await open()
      await first.visitor.enter('Ada Home')
      // Who one is is written to the disk with the end of the browser, or half a minute later.
      await first.context.close()
      const second = await open()
      context = second.context
      const ada = second.visitor
      await ada.composer.waitFor()
      await ada.isWhole()
      proxy.refuse()
      const texts = numbered('home', 8)
      for (const text of texts) await ada.send(text)
      await written(ada, 8)
      await kills(context, folder)
      proxy.accept()
      const third = await open()
      context = third.context
      await third.visitor.stored(texts.at(-1) ?? '')
      await third.visitor.reads(...texts)
      expect(storedBodies(house.server, room)).toEqual(texts)
    } finally {
      await context?.close().catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

long(
  '[F-10] [P-8] a line that is cut 20 times while somebody types and sends: each once, in order, nothing typed is lost',
  async () => {
    await using proxy = await startProxy(house.server)
    const chance = seeded(SEED)
    const room = newRoom()
    const ada = await house.enter('Ada Flap', { path: `/r/${room}`, url: proxy.url })
    const bob = await house.enter('Bob Flap', { path: `/r/${room}` })
    const texts: string[] = []
    for (let cut = 0; cut < 20; cut++) {
      const text = `flap ${cut}`
      texts.push(text)
      proxy.cutAfter(chance() < 0.5 ? { up: Math.floor(chance() * 300) } : { down: Math.floor(chance() * 300) })
      await ada.composer.pressSequentially(text, { delay: chance() * 30 })
      expect(await ada.composer.inputValue()).toBe(text)
      await ada.composer.press('Enter')
      await ada.bubble(text).first().waitFor()
      if (chance() < 0.6) await hurries(ada)
    }
    proxy.cutAfter({})
    await hurries(ada)
    await ada.stored(texts.at(-1) ?? '')
    expect(proxy.cuts).toBeGreaterThanOrEqual(10)
    await Promise.all([ada.reads(...texts), bob.reads(...texts)])
    expect(storedBodies(house.server, room)).toEqual(texts)
  },
)

/** The processes of the pages that were opened since; two tabs may share one. */
const renderers = () => processesWith('--type=renderer').map(({ pid }) => pid)

for (const how of ['for a moment, and its line is cut', 'until the server has cut it'] as const)
  long(
    `[F-10] [F-25] [P-8] [P-10] a page that stands still ${how} wakes up with everything, and sends each once`,
    async () => {
      await using proxy = await startProxy(house.server)
      const room = newRoom()
      const before = new Set(renderers())
      const ada = await house.enter(`Ada ${room}`, { path: `/r/${room}`, url: proxy.url })
      const mine = renderers().filter((pid) => !before.has(pid))
      expect(mine.length).toBeGreaterThan(0)
      const bob = await house.guest({ name: `Bob ${room}`, room })
      const from = house.server.lines.length
      if (how !== 'until the server has cut it') proxy.hold()
      await ada.send('on its way')
      for (const pid of mine) process.kill(pid, 'SIGSTOP')
      try {
        await bob.tells(numbered('said', 10))
        // 60 s without a command; timers and the answers to heartbeats stand still with the page.
        if (how === 'until the server has cut it')
          await house.server.logged('closed', from, ({ code }) => code === 4508)
        else proxy.cut()
      } finally {
        proxy.release()
        for (const pid of mine) process.kill(pid, 'SIGCONT')
      }
      await ada.stored('on its way')
      await ada.page.waitForFunction(() => document.querySelectorAll('[role=log] li .text').length === 11)
      expect(await ada.texts()).toEqual(storedBodies(house.server, room))
      await ada.send('awake')
      await ada.stored('awake')
      expect(await ada.texts()).toEqual(storedBodies(house.server, room))
    },
  )

long('[F-10] [UX-15] [P-8] offline for a day: what was missed is told, and old words wait for a person', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.visit({ path: `/r/${room}`, url: proxy.url })
  await ada.page.clock.install()
  await ada.page.reload()
  await ada.enter('Ada Day')
  const bob = await house.guest({ name: 'Bob Day', room })
  await ada.send('yesterday')
  await ada.stored('yesterday')
  proxy.refuse()
  await ada.send('written offline')
  await bob.tells(numbered('missed', 600))
  await ada.page.clock.fastForward('24:00:00')
  const { log, why } = ada.words
  await ada.log.getByText(`${log.notSent} · ${why.expired}`).waitFor()
  proxy.accept()
  await hurries(ada)
  await ada.log.getByText(log.missedAtLeast(50)).waitFor()
  await ada.sees('missed 599')
  await ada.log.getByRole('button', { name: log.resend }).click()
  await ada.stored('written offline')
  expect(storedBodies(house.server, room).filter((text) => text === 'written offline').length).toBe(1)
  expect((await ada.texts()).at(-1)).toBe('written offline')
})

for (const days of [1, -1])
  long(`[F-10] [P-18] a phone whose clock is ${days} day off: order, days and times are the server's`, async () => {
    const room = newRoom()
    const ada = await house.visit({ path: `/r/${room}` })
    await ada.page.clock.install({ time: Date.now() + days * 86_400_000 })
    await ada.page.reload()
    await ada.enter(`Ada ${days}`)
    const bob = await house.enter(`Bob ${days}`, { path: `/r/${room}` })
    await ada.send('one')
    await ada.stored('one')
    await bob.send('two')
    await ada.sees('two')
    await ada.send('three')
    await Promise.all([ada.stored('three'), bob.sees('three')])
    const shown = await ada.log.locator('.day-line').allTextContents()
    expect(shown).toEqual(await bob.log.locator('.day-line').allTextContents())
    expect(await ada.texts()).toEqual(['one', 'two', 'three'])
    expect(storedBodies(house.server, room)).toEqual(['one', 'two', 'three'])
  })

long('[P-11] [F-10] what a tab that crashed was sending goes on in the other one, and comes once', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada Two', { path })
  const bob = await house.enter('Bob Two', { path })
  const file = noise('twice.bin', 400_000)
  const { held } = await passes(ada, 1)
  await pastes(ada, file)
  await ada.composer.fill('from a tab that is gone')
  await ada.composer.press('Enter')
  await held
  await keepsFiles(ada, 0, 1)
  const other = await ada.context.newPage()
  await other.goto(`${house.server.url}${path}`)
  await other.locator('html[data-whole]').waitFor({ state: 'attached' })
  expect(await other.getByRole('progressbar').count()).toBe(0)
  await crashes(ada)
  // The server's heartbeat would do, after 25 s.
  await other.reload()
  await bob.sees('from a tab that is gone')
  expect(await digestAt(bob, 'from a tab that is gone')).toBe(digestOf(file))
  await bob.reads('from a tab that is gone')
})

long('[UX-26] [P-21] what this browser kept is not shown as the room where that was restored meanwhile', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada away', { path, worker: true })
  await ada.send('stays')
  await ada.stored('stays')
  using backup = backUp(house.server)
  await ada.send('lost')
  await ada.stored('lost')
  await kept(ada, '"lost"')
  await house.server.kill()
  await ada.context.setOffline(true)
  await ada.page.reload()
  await ada.reads('stays', 'lost')
  expect(await ada.page.locator('.restored-line').count()).toBe(0)
  await backup.restore()
  await ada.context.setOffline(false)
  await restored(ada)
  await ada.log.getByRole('button', { name: ada.words.restored.sendAgain(1), exact: true }).click()
  await ada.stored('lost')
  await ada.reads('stays', 'lost')
  await ada.page.reload()
  await ada.reads('stays', 'lost')
})
