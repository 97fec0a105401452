import { expect, test } from 'bun:test'
import { formatTime } from './time.ts'

const ms = new Date(2026, 10, 22, 8, 5).getTime()
const plain = (text: string) => text.replaceAll('\u202f', ' ')

test('[UX-20] times and days are written as the locale writes them, 12 or 24 hours with it', () => {
  expect(formatTime('clock', ms, 'zh-CN')).toBe('08:05')
  expect(formatTime('clock', ms, 'en-GB')).toBe('08:05')
  expect(plain(formatTime('clock', ms, 'en-US'))).toBe('8:05 AM')
  expect(formatTime('day', ms, 'zh-CN')).toBe('11月22日星期日')
  expect(formatTime('day', ms, 'en-GB')).toBe('Sunday 22 November')
})
