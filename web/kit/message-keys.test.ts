import { describe, expect, test } from 'bun:test'
import { actionOfKey, isMenuKey, messageActions, messageKeys } from './message-keys.ts'

const press = (key: string, code: string, more = {}) => ({
  key,
  code,
  keyCode: 0,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
})

describe('[client.md 8] single keys on a message', () => {
  test('each action has its key, in either case', () => {
    for (const action of messageActions) {
      const { key, code } = messageKeys[action]
      expect(actionOfKey(press(key, code))).toBe(action)
      expect(actionOfKey(press(key.toUpperCase(), code))).toBe(action)
    }
  })
  test('D deletes as well: not every keyboard has Delete, and to go back is not to delete', () => {
    expect(actionOfKey(press('d', 'KeyD'))).toBe('erase')
    expect(actionOfKey(press('в', 'KeyD'))).toBe('erase')
    expect(actionOfKey(press('Backspace', 'Backspace'))).toBeNull()
  })
  test('on a keyboard of other letters the place counts, on a Latin one the letter', () => {
    expect(actionOfKey(press('к', 'KeyR'))).toBe('reply')
    expect(actionOfKey(press('p', 'KeyR'))).toBe('pin')
    expect(actionOfKey(press('o', 'KeyR'))).toBeNull()
  })
  test('nothing is a shortcut while composing, nor with a command key', () => {
    expect(actionOfKey(press('r', 'KeyR', { isComposing: true }))).toBeNull()
    expect(actionOfKey(press('r', 'KeyR', { keyCode: 229 }))).toBeNull()
    for (const held of ['ctrlKey', 'metaKey', 'altKey']) {
      expect(actionOfKey(press('c', 'KeyC', { [held]: true }))).toBeNull()
    }
  })
  test('Enter, Shift+F10 and the menu key open the menu, F10 alone does not', () => {
    expect(isMenuKey({ key: 'Enter', shiftKey: false })).toBe(true)
    expect(isMenuKey({ key: 'F10', shiftKey: true })).toBe(true)
    expect(isMenuKey({ key: 'ContextMenu', shiftKey: false })).toBe(true)
    expect(isMenuKey({ key: 'F10', shiftKey: false })).toBe(false)
  })
})
