import type { Browser, CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'
import { ROOM_NAME } from '../search/fill-room.ts'
import { type At, type Form, openAs, urlOf } from './forms.ts'
import { takeInp, takeLoaded } from './watch.ts'

const WINDOW_ROWS = 300
const MOST_WHEELS = 40
const WHEEL_PX = 3_000
const KEY_MS = 60
const WORDS = 'All of this is typed as people type, key by key.'

/** Milliseconds, elements, bytes of heap after a collection. */
export type InRoom = {
  rows: number
  typing: number
  send: number
  emoji: number
  elements: number
  heap: number
  shown: number
}

/** Somebody who was here before opens the long room, reads back until the window is full, then writes, sends and picks an emoji. */
export async function visitLong(browser: Browser, at: At, form: Form, token: string): Promise<InRoom> {
  const { visitor, devtools } = await openAs(browser, form, at, token)
  try {
    await visitor.page.goto(`${urlOf(at, form)}/r/${ROOM_NAME}`, { waitUntil: 'commit' })
    await visitor.bubbles.last().waitFor()
    await visitor.isWhole()
    const { rows } = await takeLoaded(visitor.page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    const filled = await fillWindow(visitor, devtools)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    return { rows, ...filled, ...(await interact(visitor)) }
  } finally {
    await visitor.leave()
  }
}

async function fillWindow({ page, log }: Visitor, devtools: CDPSession) {
  const count = () => page.locator('.log-rows .row').count()
  await log.hover()
  for (let at = 0; at < MOST_WHEELS && (await count()) < WINDOW_ROWS; at++) {
    await page.mouse.wheel(0, -WHEEL_PX)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  }
  const shown = await count()
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  await devtools.send('HeapProfiler.collectGarbage')
  const heap = (await devtools.send('Runtime.getHeapUsage')).usedSize
  return { shown, elements, heap }
}

/**
 * The longest of each kind; a page that is full of rows, on a processor four times slower. What is waited for is asked for by its class: to
 * ask by role and name goes through every element of the page in each frame, which would be measured, too.
 */
async function interact(visitor: Visitor): Promise<Pick<InRoom, 'typing' | 'send' | 'emoji'>> {
  const { page, composer, words } = visitor
  await composer.focus()
  await takeInp(page)
  await page.keyboard.type(WORDS, { delay: KEY_MS })
  const typing = await takeInp(page)
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('.group-own .row-last .glyph:not(.glyph-waiting) .icon')
  const send = await takeInp(page)
  await page.click(`button[aria-label="${words.openEmoji}"]`)
  await page.click('.emoji-cell')
  await page.waitForSelector('.dialog-emoji', { state: 'detached' })
  return { typing, send, emoji: await takeInp(page) }
}
