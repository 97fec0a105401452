import type { CDPSession } from 'playwright-core'

const KEY_EVERY_MS = 130
const WORDS = 'a cup of tea and a word'

/** Some words and their taking back, again and again, without end. Keys leave when they are due, though the page be busy with the last. */
export class Typing {
  readonly #devtools: CDPSession
  #timer: ReturnType<typeof setInterval> | undefined
  #turn = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(devtools: CDPSession) {
    this.#devtools = devtools
  }

  go(): void {
    this.#timer = setInterval(() => this.#press(), KEY_EVERY_MS)
  }

  async rest(): Promise<void> {
    clearInterval(this.#timer)
    await this.#last
  }

  #press(): void {
    const letter = WORDS[this.#turn++ % (2 * WORDS.length)]
    const key = letter === undefined ? backspace : { key: letter, code: codeOf(letter), text: letter }
    const down = { type: letter === undefined ? 'rawKeyDown' : 'keyDown', ...key } as const
    const up = { ...key, type: 'keyUp', text: '' } as const
    this.#last = Promise.all([
      this.#devtools.send('Input.dispatchKeyEvent', down),
      this.#devtools.send('Input.dispatchKeyEvent', up),
    ]).catch(() => {})
  }
}

const backspace = { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 }
const codeOf = (letter: string): string => (letter === ' ' ? 'Space' : `Key${letter.toUpperCase()}`)
