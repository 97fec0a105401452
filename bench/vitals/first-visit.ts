import type { Browser, Page } from 'playwright-core'
import { type At, type Form, openAs, urlOf } from './forms.ts'
import { type Loaded, takeLoaded } from './watch.ts'

const SETTLE_MS = 500
/** A quick typist. */
const KEY_MS = 100
const WORDS = 'Hello'

/** Bytes over the line, heads counted; `newcomer`: from the address to the first message that is stored, milliseconds. */
export type FirstVisit = Loaded & { bytes: number; scripts: number; requests: number; newcomer: number }

/** Two newcomers of whom the browser knows nothing: one waits until all is quiet, one enters and speaks at once, by keys alone. */
export async function visitFirst(browser: Browser, at: At, form: Form, room: string): Promise<FirstVisit> {
  const address = `${urlOf(at, form)}/r/${room}`
  return { ...(await loadCold(browser, at, form, address)), newcomer: await speakAtOnce(browser, at, form, address) }
}

async function loadCold(browser: Browser, at: At, form: Form, address: string) {
  const { visitor, devtools } = await openAs(browser, form, at)
  const kinds = new Map<string, string>()
  const sizes = { bytes: 0, scripts: 0, requests: 0 }
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sizes.bytes += encodedDataLength
    sizes.requests++
    if (kinds.get(requestId) === 'Script') sizes.scripts += encodedDataLength
  })
  try {
    await visitor.page.goto(address)
    await visitor.dialog.waitFor()
    await visitor.page.waitForLoadState('networkidle')
    await Bun.sleep(SETTLE_MS)
    return { ...(await takeLoaded(visitor.page)), ...sizes }
  } finally {
    await visitor.leave()
  }
}

async function speakAtOnce(browser: Browser, at: At, form: Form, address: string): Promise<number> {
  const { visitor } = await openAs(browser, form, at)
  const { page } = visitor
  try {
    await page.goto(address, { waitUntil: 'commit' })
    await isAsked(page)
    await page.keyboard.press('Enter')
    await visitor.composer.focus()
    await page.keyboard.type(WORDS, { delay: KEY_MS })
    // On a touch screen Enter breaks the line.
    if (form === 'slow') await visitor.sendButton.tap()
    else await page.keyboard.press('Enter')
    await visitor.stored(WORDS)
    return await page.evaluate(() => performance.now())
  } finally {
    await visitor.leave()
  }
}

/** With the frame in which the name is asked for. A locator looks again after up to half a second, and adds that to the figure. */
async function isAsked(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('dialog[open] .enter') !== null)
}
