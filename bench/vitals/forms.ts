import type { Browser, BrowserContext, BrowserContextOptions, CDPSession } from 'playwright-core'
import { Visitor } from '#tests/kit/page.ts'
import { watchVitals } from './watch.ts'

/** Lighthouse's slow phone: a processor four times slower, 1.6 Mbit/s down and 0.75 up, 150 ms there and back. */
export const forms = {
  slow: { name: '4 × slowed, 1.6 Mbit/s, 150 ms', slowed: 4, viewport: { width: 390, height: 844 }, touch: true },
  plain: { name: 'as this machine is', slowed: 1, viewport: { width: 1280, height: 800 }, touch: false },
} as const
export type Form = keyof typeof forms
export const allForms: readonly Form[] = ['slow', 'plain']

const DOWN_BYTES = 200_000
const UP_BYTES = 93_750
const ONE_WAY_MS = 75

/**
 * What delays each byte, also those of the socket, which the browser's own emulation leaves alone. The browser holds all lines of HTTP
 * together to the rate, this each by itself.
 */
export const slowLine = {
  up: { delayMs: ONE_WAY_MS, bytesPerSecond: UP_BYTES },
  down: { delayMs: ONE_WAY_MS, bytesPerSecond: DOWN_BYTES },
}

export type At = { url: string; socketUrl: string; slowUrl: string }
export const urlOf = (at: At, form: Form): string => (form === 'slow' ? at.slowUrl : at.url)

type Opened = { visitor: Visitor; devtools: CDPSession; context: BrowserContext }

/** An empty page that watches itself, in one of the forms; `token`: of somebody who was here before. */
export async function openAs(browser: Browser, form: Form, at: At, token?: string): Promise<Opened> {
  const { slowed, viewport, touch } = forms[form]
  const options: BrowserContextOptions = { locale: 'en', viewport, hasTouch: touch, isMobile: touch }
  const context = await browser.newContext({ ...options, timezoneId: 'Asia/Shanghai' })
  await watchVitals(context)
  const url = urlOf(at, form)
  if (token) await context.addCookies([{ name: 'teahouse', value: token, url, httpOnly: true, sameSite: 'Lax' }])
  const visitor = new Visitor(context, await context.newPage(), { locale: 'en', touch })
  const devtools = await visitor.devtools()
  await devtools.send('Network.enable')
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowed })
  if (form === 'slow') {
    const rates = { downloadThroughput: DOWN_BYTES, uploadThroughput: UP_BYTES }
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 0, ...rates })
  }
  return { visitor, devtools, context }
}
