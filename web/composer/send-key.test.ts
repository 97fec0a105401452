import { describe, expect, test } from 'bun:test'
import { isSendKey, type KeyPress, type SendContext } from './send-key.ts'

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

// Typing ni, choosing 你好 with Enter, then Enter to send: the key events in the order in which each browser fires them.
const browsers: Record<string, { event: Partial<KeyPress>; sends: boolean }[]> = {
  'Chromium on Windows and Linux': [
    { event: { key: 'Process', keyCode: 229, isComposing: false }, sends: false },
    { event: { key: 'Process', keyCode: 229, isComposing: true }, sends: false },
    { event: { key: 'Process', keyCode: 229, isComposing: true }, sends: false },
    { event: {}, sends: true },
  ],
  'Chromium on macOS': [
    { event: { key: 'n', keyCode: 229 }, sends: false },
    { event: { keyCode: 229, isComposing: true }, sends: false },
    { event: {}, sends: true },
  ],
  'Chromium on macOS, late': [
    { event: { keyCode: 229, isComposing: true }, sends: false },
    // compositionend was before it
    { event: { keyCode: 229, isComposing: false }, sends: false },
    { event: {}, sends: true },
  ],
  Firefox: [
    { event: { key: 'Process', keyCode: 229 }, sends: false },
    { event: { keyCode: 13, isComposing: true }, sends: false },
    { event: {}, sends: true },
  ],
  Safari: [
    { event: { key: 'n', keyCode: 229, isComposing: true }, sends: false },
    // compositionend fires before the keydown of the Enter that ended it
    { event: { keyCode: 229, isComposing: false }, sends: false },
    { event: {}, sends: true },
  ],
  'Chrome on Android': [
    { event: { key: 'Unidentified', keyCode: 229, isComposing: true }, sends: false },
    { event: { key: 'Enter', keyCode: 229 }, sends: false },
  ],
}

describe('[UX-3] an input method never sends', () => {
  for (const [name, events] of Object.entries(browsers)) {
    test(name, () =>
      expect(events.map(({ event }) => isSendKey(press(event), desktop))).toEqual(events.map(({ sends }) => sends)),
    )
  }
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
