import { expect, test } from 'bun:test'
import { Refused } from '#sdk/index.ts'
import { allWords } from '#tests/kit/all-words.ts'
import { refusalText, tagFor } from './index.ts'

const { en, 'zh-CN': zhCN } = allWords

type Leaf = { path: string; value: unknown }

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, path ? `${path}.${key}` : key))
}

const strings = (catalogue: unknown) => leaves(catalogue).filter((leaf) => typeof leaf.value === 'string')

test('[UX-20] both languages say the same things', () => {
  expect(leaves(en).map((leaf) => leaf.path)).toEqual(leaves(zhCN).map((leaf) => leaf.path))
  expect(leaves(en).map((leaf) => typeof leaf.value)).toEqual(leaves(zhCN).map((leaf) => typeof leaf.value))
})

test('[UX-20] no word is empty, and none has a place that nobody filled', () => {
  for (const { path, value } of [...strings(zhCN), ...strings(en)]) {
    expect(`${path}: ${value}`).not.toMatch(/: $|[{}]|undefined/)
  }
})

test('[UX-20] Chinese has full-width punctuation and no 您, English no exclamation mark', () => {
  for (const { value } of strings(zhCN)) expect(String(value)).not.toMatch(/\p{Script=Han}[,!?:;.]|您|哎呀|！/u)
  for (const { value } of strings(en)) expect(String(value)).not.toMatch(/!|'|"/)
})

test('[UX-17] a fold spells two names out, then counts', () => {
  expect(zhCN.lines.came(['橘灯'], 1)).toBe('橘灯加入了聊天室')
  expect(zhCN.lines.came(['橘灯', '阿果'], 2)).toBe('橘灯、阿果加入了聊天室')
  expect(zhCN.lines.came(['橘灯', '阿果', '白露'], 4)).toBe('橘灯、阿果等 4 人加入了聊天室')
  expect(en.lines.went(['Ines'], 1)).toBe('Ines left')
  expect(en.lines.came(['Ines', 'Tomasz'], 2)).toBe('Ines and Tomasz joined')
  expect(en.lines.came(['Ines', 'Tomasz', 'Noor'], 3)).toBe('Ines, Tomasz and 1 other joined')
  expect(en.lines.came(['Ines', 'Tomasz', 'Noor'], 4)).toBe('Ines, Tomasz and 2 others joined')
})

test('[UX-25] the title counts what is unread, and what is for the reader apart', () => {
  for (const { log } of [zhCN, en]) {
    expect([log.title(1, '茶', 0), log.title(3, '茶', 3), log.title(120, '茶', 2)]).toEqual([
      '(1) 茶',
      '(@3) 茶',
      '(@2 · 99+) 茶',
    ])
  }
})

test('[client.md 7] a refusal tells how long to wait, and a lost connection is not called a refusal', () => {
  expect(refusalText(new Refused({ code: 'rate_limited', retry_after_ms: 2_100 }), en)).toContain('3 seconds')
  expect(refusalText(new Refused({ code: 'busy' }), zhCN)).toBe(zhCN.refused.busy)
  expect(refusalText(new Refused({ code: 'internal' }), en)).toBe(en.refused.other)
  expect(refusalText(new Error('x'), en)).toBe(en.refused.unreachable)
})

test('[UX-20] dates follow the reader’s own variety of the language', () => {
  expect(tagFor('en', ['de', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(tagFor('zh-CN', ['en-US', 'zh-HK'])).toBe('zh-HK')
  expect(tagFor('en', ['fr'])).toBe('en')
})
