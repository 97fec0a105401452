import { expect, test } from 'bun:test'
import { initialsOf, matchesPerson } from './initials.ts'

const table: [name: string, initials: string][] = [
  ['青柠', 'qn'],
  ['小满', 'xm'],
  ['山间的风', 'sjdf'],
  ['今天也要早睡', 'jtyyzs'],
  ['橘灯', 'jd'],
  ['阿果', 'ag'],
  ['白露', 'bl'],
  ['麦浪', 'ml'],
  ['墨鱼丸', 'myw'],
  ['听雨的云雀', 'tydyq'],
  ['欧阳', 'oy'],
  ['恩和', 'eh'],
  ['昆仑', 'kl'],
  ['日出', 'rc'],
  ['怕冷的胖虎', 'pldph'],
  ['Alex 王', 'alexw'],
]

test('[client.md 11] initials follow the reading of each character', () => {
  for (const [name, initials] of table) expect(initialsOf(name)).toBe(initials)
})

test('[client.md 5] the filter finds by part of the name, by initials, by pinyin, by any width and case', () => {
  expect(matchesPerson('青柠', '柠')).toBe(true)
  expect(matchesPerson('青柠', 'qn')).toBe(true)
  expect(matchesPerson('青柠', 'qing')).toBe(true)
  expect(matchesPerson('青柠', 'qingn')).toBe(true)
  expect(matchesPerson('青柠', 'QingNing')).toBe(true)
  expect(matchesPerson('山间的风', 'shanj')).toBe(true)
  expect(matchesPerson('山间的风', 'jd')).toBe(true)
  expect(matchesPerson('阿果', 'aguo')).toBe(true)
  expect(matchesPerson('Wren Adeyemi', 'ｗＲＥ')).toBe(true)
  expect(matchesPerson('青柠', '')).toBe(true)
})

test('[client.md 5] the filter leaves out who does not match', () => {
  expect(matchesPerson('青柠', 'xm')).toBe(false)
  expect(matchesPerson('青柠', 'qx')).toBe(false)
  expect(matchesPerson('小满', 'xn')).toBe(false)
  expect(matchesPerson('Alex', 'b')).toBe(false)
  expect(matchesPerson('Alex', '(')).toBe(false)
})
