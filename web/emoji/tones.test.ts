import { expect, test } from 'bun:test'
import { withTone } from './tones.ts'

test('every skin takes the tone, a handshake between two people and what needs no picture mark do not', () => {
  expect(withTone('👍', 0)).toBe('👍')
  expect(withTone('👍', 3)).toBe('👍🏽')
  expect(withTone('☝️', 1)).toBe('☝🏻')
  expect(withTone('🤝', 5)).toBe('🤝🏿')
  expect(withTone('🧑‍🤝‍🧑', 5)).toBe('🧑🏿‍🤝‍🧑🏿')
  expect(withTone('👩‍❤️‍👨', 2)).toBe('👩🏼‍❤️‍👨🏼')
})
