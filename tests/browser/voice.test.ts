import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { allWords } from '#tests/kit/all-words.ts'
import { violations } from '#tests/kit/axe.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { bringGuest } from '#tests/kit/guest.ts'
import { type Visitor, visit } from '#tests/kit/page.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

/** One or two, or as many as a slow machine takes to look and to press a button. */
const SECONDS = /^\d:(?!00)\d\d$/

let browser: Browser
let server: TestServer
setDefaultTimeout(TEST_MS)
beforeAll(async () => {
  // A microphone that beeps, and nobody who has to be asked for it.
  const switches = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  ;[browser, server] = await Promise.all([launchChromium(switches), startServer({})])
})
afterAll(() => Promise.all([browser.close(), server.dispose()]))

async function records({ page, words }: Visitor): Promise<void> {
  await page.getByRole('button', { name: words.log.composer.attach, exact: true }).click()
  await page.getByRole('menuitem', { name: words.uploads.record }).click()
  await page.getByRole('timer').getByText(SECONDS).waitFor()
}

/** The page of a build before the server's, which was loaded anew for it already. */
const asBefore = (context: BrowserContext) =>
  context.addInitScript(() => {
    new MutationObserver((_changes, watch) => {
      const { dataset } = document.documentElement
      if (!dataset['build']) return
      sessionStorage.setItem('teahouse.reloaded-for', dataset['build'])
      dataset['build'] = 'of yesterday'
      watch.disconnect()
    }).observe(document, { childList: true })
  })

test('[client.md 5] a voice is recorded, heard, thrown away, recorded again, and heard by the other one; no new version is offered meanwhile', async () => {
  const ada = await visit(browser, server.url, {
    path: '/r/voice',
    page: { serve: async (context) => void (await asBefore(context)), words: allWords.en },
  })
  const bob = await visit(browser, server.url, { path: '/r/voice' })
  await Promise.all([ada.enter('Ada Voice'), bob.enter('Bob Voice')])
  const { page, words } = ada
  const pill = page.locator('.update-pill')
  await pill.waitFor()
  await records(ada)
  expect(await pill.count()).toBe(0)
  expect(await violations(ada)).toEqual([])
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.uploads.stopRecording)
  await page.keyboard.press('Escape')
  await page.getByRole('timer').waitFor({ state: 'detached' })
  expect(await page.locator('.tray').count()).toBe(0)
  await pill.waitFor()
  await records(ada)
  await page.getByRole('button', { name: words.uploads.stopRecording }).click()
  const voice = page.getByRole('list', { name: words.uploads.tray }).getByRole('listitem')
  await voice.getByText(SECONDS).waitFor()
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
  // Ten minutes later it stops by itself, and waits to be sent.
  await records(ada)
  await page.evaluate(() => {
    const now = performance.now.bind(performance)
    performance.now = () => now() + 600_000
  })
  await page.getByText(words.uploads.longEnough(10)).waitFor()
  await voice.getByText(/^10:\d\d$/).waitFor()
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('composer-text')
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

/** A film that the browser makes: a colour that changes. */
const films = ({ page }: Visitor): Promise<string> =>
  page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 })
    const brush = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' })
    const chunks: Blob[] = []
    recorder.ondataavailable = ({ data }) => void chunks.push(data)
    recorder.start(100)
    const begun = performance.now()
    while (performance.now() - begun < 1_200) {
      await new Promise((painted) => requestAnimationFrame(painted))
      if (!brush) continue
      brush.fillStyle = `hsl(${performance.now() / 4} 60% 60%)`
      brush.fillRect(0, 0, 320, 180)
    }
    await new Promise((done) => {
      recorder.onstop = done
      recorder.stop()
    })
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
    return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''))
  })

test('a film plays in the page of the other one, in a place that it had before, and is sought by ranges', async () => {
  const room = 'films'
  const bob = await bringGuest(server, { name: 'Bob Films', room })
  const ada = await visit(browser, server.url, { path: `/r/${room}` })
  await ada.enter('Ada Watches')
  const bytes = Buffer.from(await films(ada), 'base64')
  await sendFiles(server.url, bob, [{ name: 'walk.webm', bytes }], 'the film')
  const box = ada.page.locator('.files-seen')
  const place = await box.boundingBox()
  const ranges: string[] = []
  ada.page.on(
    'response',
    (one) => one.url().includes('/api/files/') && ranges.push(one.headers()['content-range'] ?? ''),
  )
  const film = ada.page.locator('.video > video')
  await film.waitFor()
  await film.evaluate((video: HTMLVideoElement) => video.play())
  const passes = (second: number) =>
    ada.page.waitForFunction((at) => (document.querySelector('video')?.currentTime ?? 0) > at, second)
  await passes(0.3)
  await film.evaluate((video: HTMLVideoElement) => {
    video.pause()
    video.currentTime = 0.9
  })
  await passes(0.8)
  expect(await box.boundingBox()).toEqual(place)
  expect(ranges.filter((range) => !range.startsWith('bytes '))).toEqual([])
  expect(ada.complaints).toEqual([])
  bob.leaves()
  await ada.leave()
})
