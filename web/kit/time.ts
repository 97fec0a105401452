// Formatters are dear to make (about 50 µs) and cheap to use: one for each locale and kind, at most a handful.
const formatters = new Map<string, Intl.DateTimeFormat>()
/** What each said last: rows that are drawn together are of the same minute, and writing a date in full takes 20 µs. */
const said = new Map<string, { minute: number; text: string }>()

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
  const minute = Math.floor(ms / 60_000)
  const before = said.get(key)
  if (before?.minute === minute) return before.text
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, kinds[kind])
  formatters.set(key, known)
  const text = known.format(ms)
  said.set(key, { minute, text })
  return text
}

/** What is left of some minutes: 1:12. */
export function formatLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
