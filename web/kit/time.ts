// Formatters are dear to make (about 50 µs) and cheap to use: one for each locale and kind, at most a handful.
const formatters = new Map<string, Intl.DateTimeFormat>()

const kinds = {
  clock: { timeStyle: 'short' },
  day: { month: 'long', day: 'numeric', weekday: 'long' },
  dayAndYear: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  shortDay: { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  date: { month: 'short', day: 'numeric' },
  dateAndYear: { year: 'numeric', month: 'short', day: 'numeric' },
  full: { dateStyle: 'full', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Writes a time (milliseconds since 1970) as the locale does: 20:31 · 11月22日星期日 · with the year · in full. */
export function formatTime(kind: keyof typeof kinds, ms: number, locale: string): string {
  const key = `${kind} ${locale}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, kinds[kind])
  formatters.set(key, known)
  return known.format(ms)
}

/** What is left of some minutes: 1:12. */
export function formatLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
