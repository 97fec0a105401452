import { expect, test } from 'bun:test'
import { en } from '#web/words/en.ts'
import { zhCN } from '#web/words/zh-cn.ts'
import { typingLine } from './typing-line.ts'

const line = (words: typeof zhCN, ...names: string[]) => {
  const typists = names.map((name) => ({ id: name, name }))
  const said = typingLine(typists, words.typing)
  return said && `${said.names}${said.verb}`.replaceAll(/[\u2068\u2069]/g, '')
}

test('[client.md 5] up to three names, then several people, in both languages', () => {
  expect(line(zhCN)).toBeNull()
  expect(line(zhCN, '青柠')).toBe('青柠正在输入…')
  expect(line(zhCN, '青柠', 'Alex')).toBe('青柠、Alex 正在输入…')
  expect(line(zhCN, '青柠', 'Alex', '小满')).toBe('青柠、Alex、小满正在输入…')
  expect(line(zhCN, '青柠', 'Alex', '小满', '阿果')).toBe('好几个人正在输入…')
  expect(line(en, 'Ines')).toBe('Ines is typing…')
  expect(line(en, 'Ines', 'Jo')).toBe('Ines and Jo are typing…')
  expect(line(en, 'Ines', 'Jo', 'Noor')).toBe('Ines, Jo and Noor are typing…')
  expect(line(en, 'Ines', 'Jo', 'Noor', 'Tomás')).toBe('Several people are typing…')
})

test('names that run the other way are isolated', () => {
  const said = typingLine([{ id: 'a', name: 'شاي' }], en.typing)
  expect(said?.names).toBe('\u2068شاي\u2069')
})
