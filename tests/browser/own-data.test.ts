import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Download } from 'playwright-core'
import { noise, pastes } from '#tests/kit/attach.ts'
import { axeViolations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { keepsFiles } from '#tests/kit/keeping.ts'
import type { Visitor } from '#tests/kit/page.ts'
import type { OwnDataWords } from '#web/words/own-data.ts'

const house = openHouse({ env: { LIMIT_EXPORTS_PER_HOUR: '3' } })

/** Opens "My data" from the settings; resolves when it can be used. */
async function openOwnData({ page, dialog, words }: Visitor): Promise<OwnDataWords> {
  await page.getByRole('button', { name: words.settings.open }).click()
  await dialog.getByRole('button', { name: words.settings.ownData }).click()
  await dialog.getByRole('heading', { name: words.ownData.export.title }).waitFor()
  return words.ownData
}

async function downloads(visitor: Visitor, name: string): Promise<Download> {
  const coming = visitor.page.waitForEvent('download')
  await visitor.dialog.getByRole('button', { name }).click()
  return coming
}

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8')

test('[P-33] [T-41] a room is exported as a page that reads by itself, and as data; the fourth time it says when again', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Export', room })
  await bob.says('<b>not bold</b> 你好')
  const ada = await house.enter('Ada Export', { path: `/r/${room}`, locale: 'zh-CN' })
  await ada.send('one of mine')
  await ada.stored('one of mine')
  const ownData = await openOwnData(ada)

  const page = await downloads(ada, ownData.export.html)
  expect(page.suggestedFilename()).toMatch(new RegExp(`^${room} \\d{4}-\\d\\d-\\d\\d\\.html$`))
  await ada.dialog.getByText(ownData.export.begun).waitFor()
  const reader = await ada.context.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  reader.on('request', (request) => asked.push(request.url()))
  reader.on('console', (message) => complaints.push(message.text()))
  // By its own name: without the ending a browser would show it as text.
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-file-'))
  const file = path.join(folder, 'room.html')
  await page.saveAs(file)
  await reader.goto(`file://${file}`)
  expect(await reader.locator('.body').allTextContents()).toEqual(['<b>not bold</b> 你好', 'one of mine'])
  expect(await reader.locator('article bdi').allTextContents()).toEqual(['Bob Export', 'Ada Export'])
  expect(await reader.locator('html').getAttribute('lang')).toBe('zh-CN')
  expect(await reader.locator('header').textContent()).toContain('GMT+8')
  expect(await axeViolations(reader)).toEqual([])
  await reader.emulateMedia({ colorScheme: 'dark' })
  expect(await axeViolations(reader, 'colours')).toEqual([])
  expect(asked).toEqual([reader.url()])
  expect(complaints).toEqual([])
  await reader.close()
  rmSync(folder, { recursive: true })

  const data = await downloads(ada, ownData.export.ndjson)
  const [head, ...lines] = (await textOf(data))
    .trim()
    .split('\n')
    .map((json) => JSON.parse(json))
  expect(head).toMatchObject({ teahouse: 'room', room: { name: room }, count: 2 })
  expect(lines.map(({ body }) => body)).toEqual(['<b>not bold</b> 你好', 'one of mine'])

  await (await downloads(ada, ownData.export.ndjson)).path()
  await ada.dialog.getByRole('button', { name: ownData.export.html }).click()
  await ada.dialog.getByText(/分钟后再试/).waitFor()
})

test('own messages are deleted behind a second question; the focus stays where it was, and who comes later finds them gone', async () => {
  const room = newRoom()
  const bob = await house.enter('Bob Erase', { path: `/r/${room}` })
  await bob.send('of bob')
  await bob.stored('of bob')
  const ada = await house.enter('Ada Erase', { path: `/r/${room}` })
  for (const text of ['first', 'second', 'third']) await ada.send(text)
  await ada.stored('third')
  await bob.sees('third')
  const { erase } = await openOwnData(ada)
  await ada.dialog.getByRole('button', { name: erase.here }).press('Enter')
  await ada.dialog.getByRole('heading', { name: erase.askHere(room) }).waitFor()
  expect(await ada.page.evaluate(() => document.activeElement?.textContent)).toBe(ada.words.cancel)
  await ada.page.keyboard.press('Enter')
  await ada.dialog.getByRole('heading', { name: erase.title }).waitFor()
  expect(await ada.page.evaluate(() => document.activeElement?.textContent)).toBe(erase.here)

  await ada.page.keyboard.press('Enter')
  await ada.dialog.getByRole('button', { name: erase.go }).press('Enter')
  await ada.dialog.getByText(erase.over(3)).waitFor()
  // Who is there sees them go.
  await bob.reads('of bob')
  await bob.page.getByText(bob.words.actions.erased('Ada Erase')).first().waitFor()
  const late = await house.enter('Late Erase', { path: `/r/${room}` })
  await late.sees('of bob')
  expect(await late.texts()).toEqual(['of bob'])
  // Nothing left: it says so.
  await ada.dialog.getByRole('button', { name: erase.everywhere }).click()
  await ada.dialog.getByRole('button', { name: erase.go }).click()
  await ada.dialog.getByText(erase.over(0)).waitFor()
})

test('[T-12] [T-81] who is deleted begins as somebody new; another tab is over, and no draft or unsent message is left', async () => {
  const room = newRoom()
  const bob = await house.enter('Bob Delete', { path: `/r/${room}` })
  const ada = await house.enter('Ada Delete', { path: `/r/${room}` })
  await ada.send('what ada said')
  await ada.stored('what ada said')
  await bob.counts(2)
  const tab = await ada.context.newPage()
  await tab.goto(ada.page.url())
  const other = tab.getByRole('textbox', { name: ada.words.log.composer.label, exact: true })
  await other.fill('a thought in another tab')
  await ada.composer.fill('a thought not yet sent')
  await ada.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('teahouse.draft.')))
  await pastes(ada, noise('not-yet-sent.bin', 100))
  await keepsFiles(ada, 1)

  const { leave } = await openOwnData(ada)
  await ada.dialog.getByRole('button', { name: leave.open }).click()
  await ada.dialog.getByRole('heading', { name: leave.ask }).waitFor()
  await ada.dialog.getByRole('button', { name: leave.go }).click()
  await ada.dialog.getByRole('button', { name: ada.words.enter.go, exact: true }).waitFor()
  await tab.getByRole('alert').getByText(ada.words.state.sessionOver).waitFor()
  await bob.counts(1)
  await bob.page.getByText(bob.words.actions.erased(bob.words.log.nameless)).waitFor()
  expect(await bob.texts()).toEqual([])

  expect(await tab.locator('textarea').allTextContents()).not.toContain('a thought in another tab')
  await tab.close()
  expect(await ada.composer.inputValue()).toBe('')
  const kept = () => ada.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  expect(await kept()).not.toContain('thought')
  await keepsFiles(ada, 0)
  await ada.enter('Ada Again')
  await bob.counts(2)
  expect(await ada.texts()).toEqual([])
  await ada.send('hello')
  await bob.sees('hello')
  // The name is free at once.
  const next = await house.enter('Ada Delete', { path: `/r/${room}` })
  await next.sees('hello')
  expect(await next.texts()).toEqual(['hello'])
})

test('[T-81] nobody new begins before who was deleted is forgotten: what forgets would take what is theirs', async () => {
  const ada = await house.enter('Ada Lingers', { path: `/r/${newRoom()}` })
  await ada.composer.fill('a thought of hers')
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await ada.page.route('**/assets/forget-person-*.js', async (route) => {
    held.resolve()
    await released.promise
    await route.continue()
  })
  const asked: string[] = []
  ada.page.on('request', (request) => {
    if (request.method() === 'POST') asked.push(new URL(request.url()).pathname)
  })
  const { leave } = await openOwnData(ada)
  await ada.dialog.getByRole('button', { name: leave.open }).click()
  await ada.dialog.getByRole('button', { name: leave.go }).click()
  await held.promise
  // Whatever the page had asked until then is told before this.
  await ada.page.evaluate(() => fetch('/healthz', { method: 'POST' }))
  expect(asked).toEqual(['/healthz'])
  released.resolve()
  await ada.dialog.getByRole('button', { name: ada.words.enter.go, exact: true }).waitFor()
  expect(asked).toEqual(['/healthz', '/api/session'])
  expect(await ada.composer.inputValue()).toBe('')
})

test.each(['zh-CN', 'en'] as const)(
  '[UX-1] axe has no violation in its dialogs, in light and dark, %s',
  async (locale) => {
    const ada = await house.enter(`Axe data ${locale}`, { locale, path: `/r/${newRoom()}` })
    const { erase, leave } = await openOwnData(ada)
    const check = async () => {
      await ada.rests()
      expect(await axeViolations(ada.page)).toEqual([])
      await ada.page.emulateMedia({ colorScheme: 'dark' })
      await ada.rests()
      expect(await axeViolations(ada.page, 'colours')).toEqual([])
      await ada.page.emulateMedia({ colorScheme: 'light' })
    }
    await check()
    await ada.dialog.getByRole('button', { name: erase.everywhere }).click()
    await check()
    await ada.dialog.getByRole('button', { name: ada.words.cancel }).click()
    await ada.dialog.getByRole('button', { name: leave.open }).click()
    await check()
  },
)
