import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Locator, Page } from 'playwright-core'
import type { Locale } from '#protocol/people.ts'
import { type AllWords, allWords } from './all-words.ts'
import { PATIENCE_MS } from './patience.ts'

export type VisitorOptions = {
  locale?: Locale
  colorScheme?: 'light' | 'dark'
  viewport?: { width: number; height: number }
  /** A phone: fingers, no hover. */
  touch?: boolean
  /** Path of the room; the lobby when absent. */
  path?: string
  /** Of somebody who was here before. */
  token?: string
  /** With the service worker: most tests ask nothing of it, and it fetches the whole page once more for each person. */
  worker?: boolean
  /** The page from another build: its programs, and the words that it says. */
  page?: { serve(context: BrowserContext): Promise<void>; words: AllWords }
  context?: Omit<BrowserContextOptions, 'locale' | 'colorScheme' | 'viewport' | 'hasTouch' | 'isMobile'>
}

const desktop = { width: 1280, height: 800 }

/** A new person: a browser context of one's own, on the page, before the first-visit dialog. */
export async function visit(
  browser: Pick<Browser, 'newContext'>,
  url: string,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const {
    locale = 'en',
    colorScheme = 'light',
    viewport = desktop,
    touch = false,
    path = '/',
    worker = false,
  } = options
  const context = await browser.newContext({
    ...options.context,
    locale,
    colorScheme,
    viewport,
    hasTouch: touch,
    isMobile: touch,
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: worker ? 'allow' : 'block',
  })
  context.setDefaultTimeout(PATIENCE_MS)
  if (options.token)
    await context.addCookies([{ name: 'teahouse', value: options.token, url, httpOnly: true, sameSite: 'Lax' }])
  await options.page?.serve(context)
  const visitor = new Visitor(context, await context.newPage(), {
    locale,
    touch,
    ...(options.page && { words: options.page.words }),
  })
  await visitor.page.goto(`${url}${path}`)
  return visitor
}

/** What Chromium itself says about a line that was cut; tests cut many. */
const isNetwork = (text: string): boolean => /^(WebSocket connection to|Failed to load resource)/.test(text)

type Who = { locale: Locale; touch: boolean; words?: AllWords }

/** One person at one page, in the words of the page. */
export class Visitor {
  readonly context: BrowserContext
  readonly page: Page
  readonly locale: Locale
  readonly words: AllWords
  /** What the page's console complained about, and what it threw. */
  readonly complaints: string[] = []

  readonly #touch: boolean

  constructor(context: BrowserContext, page: Page, { locale, touch, words = allWords[locale] }: Who) {
    this.context = context
    this.page = page
    this.#touch = touch
    this.locale = locale
    this.words = words
    // From now on Chromium hands choosers to the test. Told only when one is awaited, it may open the first one itself, and hang.
    page.on('filechooser', () => {})
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isNetwork(message.text())) this.complaints.push(message.text())
    })
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: this.words.log.composer.label, exact: true })
  }

  get sendButton(): Locator {
    return this.page.getByRole('button', { name: this.words.log.composer.send, exact: true })
  }

  get log(): Locator {
    return this.page.getByRole('log')
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** Messages, oldest first: rows whose label says who, when, what. */
  get bubbles(): Locator {
    return this.log.getByRole('listitem')
  }

  /** The message with this text in it. */
  bubble(text: string): Locator {
    return this.bubbles.filter({ has: this.page.locator('.text', { hasText: text }) })
  }

  /** Puts the keyboard's focus on the message with this text. */
  async stands(text: string): Promise<Locator> {
    const row = this.bubble(text).last()
    await row.focus()
    return row
  }

  /** Answers the message with `text`, by the keyboard. */
  async answers(text: string, answer: string): Promise<void> {
    await (await this.stands(text)).press('r')
    await this.page.locator('.composer-strip').waitFor()
    await this.send(answer)
    await this.page.locator('.composer-strip').waitFor({ state: 'detached' })
  }

  /** Takes the message with `text` into the text field, to be edited. */
  async edits(text: string): Promise<void> {
    await (await this.stands(text)).press('e')
    await this.page.locator('.composer-strip').waitFor()
  }

  /** Opens the menu of the message with this text by the keyboard. */
  async opensMenu(text: string): Promise<Locator> {
    await (await this.stands(text)).press('Enter')
    const menu = this.page.getByRole('menu', { name: this.words.actions.menu })
    await menu.waitFor()
    return menu
  }

  /** Resolves when the log has a line (no message) with these words. */
  async seesLine(line: string): Promise<void> {
    await this.log.locator('.line', { hasText: line }).first().waitFor()
  }

  /** Rows of the people list: everybody but oneself. */
  get people(): Locator {
    return this.page.getByRole('complementary').getByRole('listitem')
  }

  /** Resolves when the people column says that so many are here, oneself included. */
  async counts(people: number): Promise<void> {
    const column = this.page.getByRole('complementary')
    await column.getByText(this.words.people.count(people), { exact: true }).waitFor()
  }

  /** Goes through the first-visit dialog; `name` is one's own choice, else the proposed one is taken. Returns the name. */
  async enter(name?: string): Promise<string> {
    const { enter } = this.words
    await this.dialog.waitFor()
    const proposed = await this.dialog.locator('.enter-name bdi').textContent()
    if (name !== undefined) await this.writeOwnName(name)
    await this.dialog.getByRole('button', { name: enter.go, exact: true }).click()
    await this.dialog.waitFor({ state: 'detached' })
    await this.isIn()
    return name ?? proposed?.trim() ?? ''
  }

  /** Resolves when one can write, and also what comes late is here. */
  async isIn(): Promise<void> {
    await this.composer.waitFor()
    await this.isWhole()
  }

  /** Resolves when also what comes late is here. */
  async isWhole(): Promise<void> {
    await this.page.locator('html[data-whole]').waitFor({ state: 'attached' })
  }

  /** Chooses to write a name, and writes it, in the open first-visit dialog. */
  async writeOwnName(name: string): Promise<void> {
    const { enter } = this.words
    await this.dialog.getByRole('button', { name: enter.own }).click()
    const field = this.dialog.getByRole('textbox', { name: enter.nameLabel })
    // The proposed name comes into the field a moment after the field.
    const isFilled = (input: unknown) => input instanceof HTMLInputElement && input.value !== ''
    await this.page.waitForFunction(isFilled, await field.elementHandle())
    await field.fill(name)
  }

  /** Makes a choice in the settings, and closes them; resolves when the focus is back where it was. */
  async chooses(group: string, option: string): Promise<void> {
    const opener = this.page.getByRole('button', { name: this.words.settings.open })
    await opener.click()
    await this.dialog.getByRole('group', { name: group }).getByRole('radio', { name: option, exact: true }).check()
    await this.page.keyboard.press('Escape')
    await this.dialog.waitFor({ state: 'detached' })
    await this.page.waitForFunction((button) => document.activeElement === button, await opener.elementHandle())
  }

  /** Types and sends, by the key or with a finger, and waits for the bubble (not for its being stored). */
  async send(text: string): Promise<void> {
    await this.composer.fill(text)
    if (this.#touch) await this.sendButton.tap()
    else await this.composer.press('Enter')
    await this.bubble(text).first().waitFor()
  }

  /** Resolves when this page shows the text as a message, and whatever marks it has are read. */
  async sees(text: string): Promise<void> {
    await this.bubble(text).first().waitFor()
    await this.#readsMarks()
  }

  /** What reads marks may be on its way. */
  async #readsMarks(): Promise<void> {
    await this.page.waitForFunction(() => !document.querySelector('.text-awaited'))
  }

  /** Resolves when the message with this text is marked as the one that was looked for: that is over in a moment, so each frame is looked at. */
  async finds(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => [...document.querySelectorAll('.row-found')].some((row) => row.textContent.includes(wanted)),
      text,
    )
  }

  /** Resolves when the page says that its own message is stored. */
  async stored(text: string): Promise<void> {
    await this.page.waitForFunction(
      ({ text: wanted, stored, notSent }) =>
        [...document.querySelectorAll('[role=log] li')].some((row) => {
          const label = row.getAttribute('aria-label') ?? ''
          return label.includes(wanted) && label.endsWith(stored) && !label.endsWith(notSent)
        }),
      { text, stored: this.words.log.stored, notSent: this.words.log.notSent },
    )
  }

  /** The texts of all messages on the page, oldest first. */
  async texts(): Promise<string[]> {
    await this.#readsMarks()
    return this.bubbles.locator('.text').allTextContents()
  }

  /** Resolves when the texts of the messages are these; else says what they were instead. */
  async reads(...texts: readonly string[]): Promise<void> {
    const wanted = JSON.stringify(texts)
    try {
      await this.page.waitForFunction(
        (all) =>
          JSON.stringify([...document.querySelectorAll('[role=log] li .text')].map((text) => text.textContent)) === all,
        wanted,
      )
    } catch {
      throw new Error(`expected the messages ${wanted}, there are ${JSON.stringify(await this.texts())}`)
    }
  }

  /** The labels of all messages on the page, oldest first. */
  labels(): Promise<string[]> {
    return this.bubbles.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))
  }

  /** Turns the wheel over the log; resolves when the log has moved and stands still. */
  async wheels(deltaY: number): Promise<void> {
    await this.log.hover()
    const rest = await this.log.evaluateHandle((view) => {
      const end = { came: false }
      view.addEventListener(
        'wheel',
        () => view.addEventListener('scrollend', () => Object.assign(end, { came: true }), { once: true }),
        { once: true },
      )
      return end
    })
    await this.page.mouse.wheel(0, deltaY)
    await this.page.waitForFunction(({ came }) => came, rest)
    await this.paints()
  }

  /** Resolves when what was asked for before is on the screen. */
  async paints(): Promise<void> {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  }

  /** Resolves when nothing moves any more, but what moves without end: halfway through an entrance places and contrasts are not yet what they will be. */
  async rests(): Promise<void> {
    await this.page.waitForFunction(() =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .every(({ playState }) => playState !== 'running'),
    )
  }

  /** Another tab of the same person, in the same room. */
  async opensTab(): Promise<Visitor> {
    const tab = new Visitor(this.context, await this.context.newPage(), { locale: this.locale, touch: this.#touch })
    await tab.page.goto(this.page.url())
    await tab.isIn()
    return tab
  }

  devtools(): Promise<CDPSession> {
    return this.context.newCDPSession(this.page)
  }

  async leave(): Promise<void> {
    await this.context.close()
  }
}
