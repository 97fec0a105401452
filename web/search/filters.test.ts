import { expect, test } from 'bun:test'
import { dayBegins, isBadRange, isFiltered, noFilters, wishOf } from './filters.ts'

const ada = { id: 'p0000000000000001', name: 'Ada', look: 1 }

test('a day is whole: from its first millisecond to its last', () => {
  const wish = wishOf({ ...noFilters, since: '2026-11-22', until: '2026-11-22' })
  expect(wish).toEqual({
    from_ms: new Date(2026, 10, 22).getTime(),
    to_ms: new Date(2026, 10, 23).getTime() - 1,
  })
  expect(dayBegins('2026-12-31', 1)).toBe(new Date(2027, 0, 1).getTime())
})

test('what is not set is not sent, and a date that is none is no bound', () => {
  expect(wishOf(noFilters)).toEqual({})
  expect(wishOf({ ...noFilters, since: 'x', has: 'link', by: ada })).toEqual({ by: ada.id, has: 'link' })
  expect([isFiltered(noFilters), isFiltered({ ...noFilters, until: '2026-01-01' })]).toEqual([false, true])
  expect(isBadRange({ ...noFilters, since: '2026-02-01', until: '2026-01-01' })).toBe(true)
})
