import { expect } from 'bun:test'
import type { ElementHandle } from 'playwright-core'
import { focusTrouble } from './focus.ts'
import type { Visitor } from './page.ts'

/** More controls than the page has between two. */
const MOST_STEPS = 60

/** Somebody who has nothing but keys (UX-2): wherever they lead, the focus is somewhere, ringed, and not covered. */
export class Keyboard {
  readonly #visitor: Visitor
  /** What had the focus when something was opened, the last on top. */
  readonly #openers: ElementHandle[] = []

  constructor(visitor: Visitor) {
    this.#visitor = visitor
  }

  async presses(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#visitor.page.keyboard.press(key)
      await this.isSeen()
    }
  }

  async types(text: string): Promise<void> {
    await this.#visitor.page.keyboard.type(text)
    await this.isSeen()
  }

  /** Goes from control to control until the one of this name has the focus. */
  async tabsTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const { page } = this.#visitor
    const passed: string[] = []
    for (let step = 0; step < MOST_STEPS; step++) {
      await page.keyboard.press(key)
      // Past the last control the focus goes to the browser's own, and comes back with the next step.
      if (await page.evaluate(() => document.activeElement === document.body)) continue
      await this.isSeen()
      const names = await this.#names()
      if (names.some((one) => (typeof name === 'string' ? one === name : name.test(one)))) return
      passed.push(names[0] ?? '')
    }
    throw new Error(`${name} is not reached by ${key}: ${passed.join(' · ')}`)
  }

  /** Opens what `part` names by a key; the focus goes into it. */
  async opens(key: string, part: string): Promise<void> {
    const { page } = this.#visitor
    const opener = (await page.evaluateHandle(() => document.activeElement)).asElement()
    if (opener) this.#openers.push(opener)
    await page.keyboard.press(key)
    await page.waitForFunction((wanted) => document.activeElement?.closest(wanted), part)
    await this.isSeen()
  }

  /** Closes it by a key; the focus goes back to what had it when it was opened. */
  async closes(part: string, key = 'Escape'): Promise<void> {
    const { page } = this.#visitor
    await page.keyboard.press(key)
    await page.locator(part).first().waitFor({ state: 'detached' })
    const opener = this.#openers.pop()
    await page.waitForFunction((wanted) => document.activeElement === wanted, opener)
    await this.isSeen()
  }

  /** What was opened has led elsewhere, and has nothing to give back. */
  forgets(): void {
    this.#openers.pop()
  }

  /** Resolves when this has the focus. */
  async isOn(part: string): Promise<void> {
    await this.#visitor.page.waitForFunction((wanted) => document.activeElement?.matches(wanted), part)
    await this.isSeen()
  }

  async isSeen(): Promise<void> {
    await this.#visitor.rests()
    expect(await focusTrouble(this.#visitor.page)).toBeNull()
  }

  #names(): Promise<string[]> {
    return this.#visitor.page.evaluate(() => {
      const now = document.activeElement
      const label = now instanceof HTMLInputElement ? (now.labels?.[0]?.textContent ?? '') : ''
      const all = [now?.getAttribute('aria-label'), now?.getAttribute('title'), now?.textContent, label]
      return all.flatMap((text) => text?.trim() || [])
    })
  }
}
