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

test.each(['zh-CN', 'en-US', 'en-GB'])('[UX-20] every way to write a time is that of Intl, %s', (locale) => {
  const wanted = {
    clock: { timeStyle: 'short' },
    day: { weekday: 'long', month: 'long', day: 'numeric' },
    dayAndYear: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    shortDay: { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    date: { month: 'short', day: 'numeric' },
    dateAndYear: { year: 'numeric', month: 'short', day: 'numeric' },
    full: { dateStyle: 'full', timeStyle: 'short' },
  } as const satisfies Record<Parameters<typeof formatTime>[0], Intl.DateTimeFormatOptions>
  const times = [ms, new Date(2024, 1, 29, 0, 0).getTime(), new Date(1999, 11, 31, 23, 59).getTime()]
  for (const [kind, options] of Object.entries(wanted))
    for (const at of times)
      expect([kind, formatTime(kind as keyof typeof wanted, at, locale)]).toEqual([
        kind,
        new Date(at).toLocaleString(locale, options),
      ])
})
