import { expect, test } from 'bun:test'
import { createTypingOn } from './typing-on.ts'

const key = (name: string, timeStamp: number, more: object = {}) => ({
  ...{ key: name, timeStamp, ctrlKey: false, metaKey: false, altKey: false },
  ...more,
})

test('letters that follow one another quickly belong to the sentence, also the space', () => {
  const typingOn = createTypingOn('hel', 1_000)
  expect(['l', 'o', ' ', 'я'].map((letter, at) => typingOn(key(letter, 1_200 + at * 900)))).toEqual(
    new Array(4).fill(true),
  )
})

test.each([
  ['nothing was written', '', key('a', 1_100)],
  ['an input method was writing', '你好', key('n', 1_100)],
  ['it ends in full-width signs', 'hi，', key('n', 1_100)],
  ['a pause', 'hel', key('l', 2_100)],
  ['Tab', 'hel', key('Tab', 1_100)],
  ['a shortcut', 'hel', key('k', 1_100, { ctrlKey: true })],
  ['a key of an input method', 'hel', key('Process', 1_100)],
])('none do after %s, nor what follows', (_what, text, first) => {
  const typingOn = createTypingOn(text, 1_000)
  expect([typingOn(first), typingOn(key('l', first.timeStamp + 10))]).toEqual([false, false])
})
