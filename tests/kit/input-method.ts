import type { CDPSession } from 'playwright-core'
import type { Visitor } from './page.ts'

export type Key = { key: string; code: number; repeat?: boolean }
export const enter: Key = { key: 'Enter', code: 13 }
/** What an input method's keys look like to the page: 229, whatever was pressed. */
export const process: Key = { key: 'Process', code: 229 }
/** Safari ends the composition first; the Enter that chose the word follows, with 229. So does the Esc that gave it up. */
export const lateEnter: Key = { key: 'Enter', code: 229 }
export const lateEsc: Key = { key: 'Escape', code: 229 }

/** An input method at a page, by Chromium's own: what it composes, what it commits, and the keys that browsers tell of it. */
export class InputMethod {
  readonly #devtools: CDPSession

  constructor(devtools: CDPSession) {
    this.#devtools = devtools
  }

  static async of(visitor: Visitor): Promise<InputMethod> {
    return new InputMethod(await visitor.devtools())
  }

  async composes(text: string): Promise<void> {
    const end = { selectionStart: text.length, selectionEnd: text.length }
    await this.#devtools.send('Input.imeSetComposition', { text, ...end })
  }

  async commits(text: string): Promise<void> {
    await this.#devtools.send('Input.insertText', { text })
  }

  /** A key that means something by itself is pressed whole; of one that an input method holds only the press is told. */
  async presses(...keys: readonly Key[]): Promise<void> {
    for (const { key, code, repeat = false } of keys) {
      const event = { key, code: key === 'Process' ? 'Enter' : key, windowsVirtualKeyCode: code, autoRepeat: repeat }
      const isPlain = code === 13
      await this.#devtools.send('Input.dispatchKeyEvent', {
        type: isPlain ? 'keyDown' : 'rawKeyDown',
        ...event,
        ...(isPlain && { text: '\r' }),
      })
      if (!repeat) await this.#devtools.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp', autoRepeat: false })
    }
  }

  /** The Enter that Firefox tells in the middle of a composition, as if it were a plain one. */
  async pressesEnterWhileComposing(): Promise<void> {
    const event = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }
    await this.#devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
  }
}
