/** No time zone begins its day within a quarter of an hour; neighbours in the log are mostly of the same one. */
const QUARTER_MS = 900_000
let last = { quarter: Number.NaN, day: '' }

/** A day in the reader's time zone, as `2026-11-22`: rows of one day have the same. */
export function dayOf(ms: number): string {
  const quarter = Math.floor(ms / QUARTER_MS)
  if (quarter !== last.quarter) {
    const date = new Date(ms)
    last = { quarter, day: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}` }
  }
  return last.day
}

const pad = (part: number): string => String(part).padStart(2, '0')

/** How a day line names a day, seen from `nowMs`. The words and the format are the caller's. */
export function dayKind(ms: number, nowMs: number): 'today' | 'yesterday' | 'day' | 'dayAndYear' {
  const now = new Date(nowMs)
  const day = dayOf(ms)
  if (day === dayOf(nowMs)) return 'today'
  // Noon: no change of the clocks moves it into another day.
  const noonYesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, 12)
  if (day === dayOf(noonYesterday.getTime())) return 'yesterday'
  return new Date(ms).getFullYear() === now.getFullYear() ? 'day' : 'dayAndYear'
}

/** Milliseconds until the next day begins, at least 1 s. */
export function untilTomorrow(nowMs: number): number {
  const now = new Date(nowMs)
  return Math.max(1_000, new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - nowMs)
}

/** When a day written as `2026-11-22` begins in the reader's time zone; null where that is no day. */
export function startOfDay(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return null
  const begin = new Date(Number(year), Number(month) - 1, Number(date))
  return dayOf(begin.getTime()) === day ? Math.max(0, begin.getTime()) : null
}
