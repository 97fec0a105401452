import { describe, expect, test } from 'bun:test'
import { hearDone, isInputMethodKey, isSendKey, type KeyPress, type SendContext } from './send-key.ts'

const desktop: SendContext = { sendKey: 'enter', coarsePointer: false, listOpen: false }
const press = (more: Partial<KeyPress> = {}): KeyPress => ({
  key: 'Enter',
  isComposing: false,
  keyCode: 13,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

/** A key as the page hears it, and whose it is: the input method's, or ours. */
type Heard = { event: Partial<KeyPress>; ours: boolean }
const theirs = (event: Partial<KeyPress>): Heard => ({ event, ours: false })
const composed = (key: string): Heard => theirs({ key, keyCode: 229, isComposing: true })
const enter: Heard = { event: {}, ours: true }

/** The key events of a word and of the Enter that sends it, in the order in which each browser fires them. */
const orders: Readonly<Record<string, readonly Heard[]>> = {
  'pinyin, Chromium on Windows and Linux': [
    theirs({ key: 'Process', keyCode: 229 }),
    composed('Process'),
    composed('Process'),
    enter,
  ],
  'pinyin, Chromium on macOS': [theirs({ key: 'n', keyCode: 229 }), composed('Enter'), enter],
  // compositionend comes between the two, and the same Enter is told once more.
  'pinyin, Chromium on macOS, late': [composed('Enter'), theirs({ keyCode: 229 }), enter],
  'pinyin, Firefox': [
    theirs({ key: 'Process', keyCode: 229 }),
    theirs({ keyCode: 13, isComposing: true }),
    composed('Process'),
    enter,
  ],
  // compositionend fires before the keydown of the Enter that ended it.
  'pinyin, Safari': [composed('n'), theirs({ keyCode: 229 }), enter],
  'pinyin given up with Esc, Safari': [composed('n'), theirs({ key: 'Escape', keyCode: 229 }), enter],
  'kana: a candidate is chosen by ↓ and Tab, taken by Enter': [
    composed('ArrowDown'),
    composed('Tab'),
    theirs({ key: 'ArrowDown', keyCode: 40, isComposing: true }),
    composed('Enter'),
    enter,
  ],
  // Hangul has nothing to choose: the Enter that ends the syllable is told twice, and the second one is meant.
  'Hangul, Chromium on Windows': [composed('Process'), enter],
  'Hangul, Chromium on macOS': [composed('Enter'), enter],
  'Hangul, Safari': [theirs({ keyCode: 229 }), enter],
  'a dead key and its letter': [theirs({ key: 'Dead', keyCode: 229 }), composed('e'), enter],
  'an accent from the list that a held key opens on macOS': [
    theirs({ key: 'ArrowRight', keyCode: 229 }),
    theirs({ keyCode: 229 }),
    enter,
  ],
  'Android: every key is the keyboard’s': [
    theirs({ key: 'Unidentified', keyCode: 229, isComposing: true }),
    theirs({ key: 'Unidentified', keyCode: 229 }),
    theirs({ keyCode: 229 }),
  ],
  // Whole words come as input, without a key.
  'dictation, handwriting, corrections': [enter],
}

describe('[UX-3] an input method never sends, in no order of events', () => {
  for (const [name, heard] of Object.entries(orders)) {
    const ours = heard.map((one) => one.ours)
    const events = heard.map(({ event }) => press(event))
    test(`${name}: the keys are its own`, () => expect(events.map((event) => !isInputMethodKey(event))).toEqual(ours))
    test(`${name}: in the composer`, () => expect(events.map((event) => isSendKey(event, desktop))).toEqual(ours))
    test(`${name}: with Ctrl+Enter chosen`, () => {
      const context: SendContext = { ...desktop, sendKey: 'ctrl-enter' }
      const withCtrl = events.map((event) => ({ ...event, ctrlKey: event.key === 'Enter' }))
      expect(withCtrl.map((event) => isSendKey(event, context))).toEqual(ours)
    })
    test(`${name}: in a field of one line`, () => {
      let done = 0
      let prevented = 0
      const hear = (event: KeyPress, repeat: boolean) =>
        hearDone({ ...event, repeat, preventDefault: () => prevented++ }, () => done++)
      expect(events.map((event) => hear(event, false))).toEqual(ours)
      const wanted = ours.filter(Boolean).length
      expect({ done, prevented }).toEqual({ done: wanted, prevented: wanted })
      // Held: prevented each time, done no more.
      for (const event of events) hear(event, true)
      expect({ done, prevented }).toEqual({ done: wanted, prevented: 2 * wanted })
    })
  }
})

test('[UX-4] on Android a word is composed up to its space, and an Enter told as 13 is meant', () => {
  const told = (keyCode: number, onAndroid: boolean) => isInputMethodKey({ keyCode, isComposing: true }, onAndroid)
  expect([told(13, true), told(229, true), told(13, false)]).toEqual([false, true, true])
})

describe('which Enter sends', () => {
  const keys = {
    Enter: press(),
    'Shift+Enter': press({ shiftKey: true }),
    'Alt+Enter': press({ altKey: true }),
    'Ctrl+Enter': press({ ctrlKey: true }),
    '⌘+Enter': press({ metaKey: true }),
    'Ctrl+Shift+Enter': press({ ctrlKey: true, shiftKey: true }),
    'Ctrl+Alt+Enter': press({ ctrlKey: true, altKey: true }),
    a: press({ key: 'a', keyCode: 65 }),
  }
  const sending = (context: SendContext) =>
    Object.entries(keys)
      .filter(([, event]) => isSendKey(event, context))
      .map(([name]) => name)

  test('by default', () => expect(sending(desktop)).toEqual(['Enter', 'Ctrl+Enter', '⌘+Enter']))
  test('swapped', () => expect(sending({ ...desktop, sendKey: 'ctrl-enter' })).toEqual(['Ctrl+Enter', '⌘+Enter']))
  test('[UX-4] on touch', () => expect(sending({ ...desktop, coarsePointer: true })).toEqual(['Ctrl+Enter', '⌘+Enter']))
  test('with a list open', () => expect(sending({ ...desktop, listOpen: true })).toEqual([]))
})
