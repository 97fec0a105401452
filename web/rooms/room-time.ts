const DAY_MS = 24 * 60 * 60_000
// One for each locale and kind, as in kit/time.ts.
const formatters = new Map<string, Intl.DateTimeFormat>()

const kinds = {
  clock: { timeStyle: 'short' },
  weekday: { weekday: 'short' },
  day: { month: 'numeric', day: 'numeric' },
  year: { year: 'numeric', month: 'numeric', day: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

function format(kind: keyof typeof kinds, ms: number, locale: string): string {
  const key = `${kind} ${locale}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, kinds[kind])
  formatters.set(key, known)
  return known.format(ms)
}

function dayOf(ms: number): number {
  const date = new Date(ms)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS
}

/** How a list tells when something was said last: 20:31 · yesterday · Mon · 11/22 · 2025/11/22. */
export function shortTime(
  ms: number,
  nowMs: number,
  { locale, yesterday }: { locale: string; yesterday: string },
): string {
  const days = dayOf(nowMs) - dayOf(ms)
  if (days <= 0) return format('clock', ms, locale)
  if (days === 1) return yesterday
  if (days < 7) return format('weekday', ms, locale)
  return format(new Date(ms).getFullYear() === new Date(nowMs).getFullYear() ? 'day' : 'year', ms, locale)
}
