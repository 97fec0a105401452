import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { firstLetter } from '#web/kit/first-letter.ts'
import { addressFrom, isBadAddress } from './address.ts'
import { gradeOf, rank } from './rank.ts'
import { shortTime } from './room-time.ts'

test('the whole name, its beginning, a word of it, a part, its sound: in this order', () => {
  expect(gradeOf('Tea', 'tea')).toBe(0)
  expect(gradeOf('Tea house', 'tea')).toBe(1)
  expect(gradeOf('Green tea', 'tea')).toBe(2)
  expect(gradeOf('Steam', 'tea')).toBe(3)
  expect(gradeOf('周末去爬山', '爬山')).toBe(2)
  expect(gradeOf('周末去爬山', 'zmqps')).toBe(4)
  expect(gradeOf('周末去爬山', 'zhoumo')).toBe(4)
  expect(gradeOf('2026 周末-爬山', 'pashan')).toBe(4)
  expect(gradeOf('周末去爬山', 'x')).toBeNull()
  // Full-width letters as an input method gives them.
  expect(gradeOf('Tea', 'ｔｅａ')).toBe(0)
})

test('the better match goes first, among equals the order stays; without a question all stay', () => {
  const names = ['Steam', 'Green tea', 'Tea house', 'Coffee', 'Tea garden']
  expect(rank(names, 'tea', (name) => [name])).toEqual(['Tea house', 'Tea garden', 'Green tea', 'Steam'])
  expect(rank(names, '', (name) => [name])).toEqual(names)
  // A room is found by its address, too.
  expect(rank([{ title: '爬山', name: 'hike' }], 'hik', ({ title, name }) => [title, name])).toHaveLength(1)
})

test('the letter on a mark is a letter, in capitals; an emoji stays whole', () => {
  expect(['tea', '「周末」', '2026 plans', '👩‍🚀', '', '…'].map(firstLetter)).toEqual(['T', '周', '2', '👩‍🚀', '', '…'])
})

test('an address is made of a title as the server would make it', () => {
  expect(addressFrom('  Weekend  hike! ')).toBe('weekend-hike')
  expect(addressFrom('周末「爬山」')).toBe('周末-爬山')
  expect(addressFrom('🍵')).toBe('')
  expect([...addressFrom('茶'.repeat(99))].length).toBe(limits.roomNameChars)
  expect(['a/b', '~x', '--', ''].every(isBadAddress)).toBe(true)
  expect(['tea', '茶 馆', 'a.b_c-1'].some(isBadAddress)).toBe(false)
})

test('[client.md 6.11] a time says as much as one needs: clock, yesterday, weekday, day, year', () => {
  const at = (day: number, hour = 12, year = 2026) => new Date(year, 10, day, hour).getTime()
  const say = (ms: number) => shortTime(ms, at(26), { locale: 'en-GB', yesterday: 'Yesterday' })
  expect(say(at(26, 9))).toBe('09:00')
  expect(say(at(25, 23))).toBe('Yesterday')
  expect(say(at(22))).toBe('Sun')
  expect(say(at(2))).toBe('02/11')
  expect(say(at(2, 12, 2025))).toBe('02/11/2025')
})
