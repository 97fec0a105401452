import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { type Visitor, visit } from '#tests/kit/page.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

let browser: Browser
let server: TestServer
setDefaultTimeout(30_000)
beforeAll(async () => {
  // A microphone that beeps, and nobody who has to be asked for it.
  const switches = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  ;[browser, server] = await Promise.all([launchChromium(switches), startServer({})])
})
afterAll(() => Promise.all([browser.close(), server.dispose()]))

async function records({ page, words }: Visitor): Promise<void> {
  await page.getByRole('button', { name: words.log.composer.attach, exact: true }).click()
  await page.getByRole('menuitem', { name: words.uploads.record }).click()
  await page.getByRole('timer').getByText('0:01').waitFor()
}

test('[client.md 5] a voice is recorded, heard, thrown away, recorded again, and heard by the other one', async () => {
  const ada = await visit(browser, server.url, { path: '/r/voice' })
  const bob = await visit(browser, server.url, { path: '/r/voice' })
  await Promise.all([ada.enter('Ada Voice'), bob.enter('Bob Voice')])
  const { page, words } = ada
  await records(ada)
  expect(await violations(ada)).toEqual([])
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.uploads.stopRecording)
  await page.keyboard.press('Escape')
  await page.getByRole('timer').waitFor({ state: 'detached' })
  expect(await page.locator('.tray').count()).toBe(0)
  await records(ada)
  await page.getByRole('button', { name: words.uploads.stopRecording }).click()
  const voice = page.getByRole('list', { name: words.uploads.tray }).getByRole('listitem')
  await voice.getByText(/^0:0[12]$/).waitFor()
  expect(await violations(ada)).toEqual([])
  await voice.getByRole('button', { name: new RegExp(`^${words.uploads.listen}`) }).click()
  await voice.getByRole('button', { name: new RegExp(`^${words.uploads.pause}`) }).waitFor()
  const wished = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/uploads'))
  await ada.sendButton.click()
  const wish = (await wished).postDataJSON()
  expect(wish.voice.duration_ms).toBeGreaterThan(900)
  expect(wish.voice.wave.length).toBeGreaterThan(5)
  expect(Math.max(...wish.voice.wave)).toBe(31)
  const heard = bob.bubbles.filter({ has: bob.page.locator('.sound') })
  await heard.waitFor()
  await heard.getByRole('button').first().click()
  await bob.page.waitForFunction(
    () =>
      [...document.querySelectorAll('audio')].some((sound) => sound.currentTime > 0.2) ||
      document.querySelector('.sound [aria-label*="ause"]'),
  )
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
  await Promise.all([ada.leave(), bob.leave()])
})

test('[client.md 7] a microphone that is refused is explained, and where there is none to be had nothing is offered', async () => {
  const ada = await visit(browser, server.url, { path: '/r/no-voice' })
  await ada.page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await ada.page.reload()
  await ada.enter('Ada Mute')
  const { page, words } = ada
  await page.getByRole('button', { name: words.log.composer.attach, exact: true }).click()
  await page.getByRole('menuitem', { name: words.uploads.record }).click()
  await page.getByText(words.uploads.microphoneRefused).waitFor()
  await page.evaluate(() => Reflect.deleteProperty(window, 'MediaRecorder'))
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: words.log.composer.attach, exact: true }).click()
  await chooser
  await ada.leave()
})
