const units = ['', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const formatters = new Map<string, Intl.NumberFormat>()

/** A size as people read it: 980 B, 1.4 MB. A kilobyte is 1,000 bytes, as systems show it to their people. */
export function formatBytes(bytes: number, locale: string): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  // 999,960 is not "1,000 kB".
  const unit = step < units.length - 1 && Number((bytes / 1_000 ** step).toPrecision(3)) >= 1_000 ? step + 1 : step
  const value = bytes / 1_000 ** unit
  const digits = value < 10 ? 1 : 0
  if (unit === 0) return `${bytes} B`
  const key = `${locale} ${unit} ${digits}`
  const known =
    formatters.get(key) ??
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: units[unit] ?? 'megabyte',
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    })
  formatters.set(key, known)
  return known.format(value)
}
