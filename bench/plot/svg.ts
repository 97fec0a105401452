export type Attributes = Readonly<Record<string, string | number>>

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)

/** A tenth of a pixel is enough, and keeps the files of two runs alike where the figures are. */
const written = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : escaped(value)

export function element(name: string, attributes: Attributes, inside: readonly string[] = []): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${written(value)}"`)
  return `<${name}${words.join('')}${inside.length > 0 ? `>${inside.join('')}</${name}>` : '/>'}`
}

export const text = (words: string, attributes: Attributes): string => element('text', attributes, [escaped(words)])

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string =>
  element('line', { x1, y1, x2, y2, ...attributes })

/** No font is asked for its widths here: letters of the system's sans serif, on the wide side. */
export const widthOf = (words: string, size: number): number => [...words].length * size * 0.56

/** Moves what stands too near to each other apart, in order, inside the bounds as far as there is place. */
export function apart(
  wanted: readonly number[],
  { least, low, high }: { least: number; low: number; high: number },
): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const placed = [...wanted]
  let edge = low
  for (const at of order) {
    placed[at] = Math.max(placed[at] ?? 0, edge)
    edge = (placed[at] ?? 0) + least
  }
  edge = high
  for (const at of order.toReversed()) {
    placed[at] = Math.min(placed[at] ?? 0, edge)
    edge = (placed[at] ?? 0) - least
  }
  return placed
}
