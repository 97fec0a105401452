import { describe, expect, test } from 'bun:test'
import { capsOf, isPressed, type KeyPress } from './key-press.ts'
import { pageKeys } from './page-keys.ts'

const nothingHeld = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0 }
const press = (key: string, code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  ...nothingHeld,
  key,
  code,
  ...more,
})

/** As a keyboard of the United States says them. */
function pressOf(keys: string): KeyPress {
  const held = keys.split('+')
  const key = held.pop() ?? ''
  const [ctrlKey, altKey, shiftKey] = [held.includes('Mod'), held.includes('Alt'), held.includes('Shift')]
  return press(key, key.length === 1 ? `Key${key}` : key, { ctrlKey, altKey, shiftKey })
}

describe('[client.md 8] keys of the page', () => {
  test('each is heard as itself, and as no other', () => {
    for (const keys of Object.values(pageKeys)) {
      const heard = Object.values(pageKeys).filter((other) => isPressed(pressOf(keys), other))
      expect(heard).toEqual([keys])
    }
  })
  test('a key more or less is another one', () => {
    expect(isPressed(press('k', 'KeyK'), pageKeys.switchRoom)).toBe(false)
    for (const more of ['shiftKey', 'altKey', 'metaKey'])
      expect(isPressed(press('k', 'KeyK', { ctrlKey: true, [more]: true }), pageKeys.switchRoom)).toBe(false)
    expect(isPressed(press('K', 'KeyK', { ctrlKey: true }), pageKeys.switchRoom)).toBe(true)
  })
  test('by the letter where there are Latin ones, by the place where there are others', () => {
    const held = { ctrlKey: true, shiftKey: true }
    expect(isPressed(press('А', 'KeyF', held), pageKeys.search)).toBe(true)
    expect(isPressed(press('у', 'KeyE', held), pageKeys.emoji)).toBe(true)
    // Dvorak: F is where others have Y, and where others have F there is U.
    expect(isPressed(press('F', 'KeyY', held), pageKeys.search)).toBe(true)
    expect(isPressed(press('U', 'KeyF', held), pageKeys.search)).toBe(false)
  })
  test('a sign is where the layout has it', () => {
    expect(isPressed(press('/', 'Digit7', { ctrlKey: true, shiftKey: true }), pageKeys.sheet)).toBe(true)
    expect(isPressed(press('/', 'Slash', { ctrlKey: true }), pageKeys.sheet)).toBe(true)
    // The key beside the right Shift of a German keyboard writes a hyphen: that zooms out.
    expect(isPressed(press('-', 'Slash', { ctrlKey: true }), pageKeys.sheet)).toBe(false)
  })
  test('nothing is a shortcut while an input method composes', () => {
    expect(isPressed(press('k', 'KeyK', { ctrlKey: true, isComposing: true }), pageKeys.switchRoom)).toBe(false)
    expect(isPressed(press('k', 'KeyK', { ctrlKey: true, keyCode: 229 }), pageKeys.switchRoom)).toBe(false)
  })
  test('what is written on them', () => {
    expect(capsOf(pageKeys.unreadAfter)).toEqual(['Alt', 'Shift', '↓'])
    expect(capsOf(pageKeys.sheet)).toEqual(['Ctrl', '/'])
  })
})
