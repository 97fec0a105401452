/** Follows each text that is long already; it cannot be seen, and tells words of the house from those of people. */
export const MARK = '\u2060'
const MORE = 0.4

/** Each word 40 % longer, as words of another language may be (UX-20). */
const longerText = (text: string): string =>
  text.includes(MARK) || !/\p{L}/u.test(text)
    ? text
    : `${text.replace(/\p{L}{2,}/gu, (word) => word + word.toLowerCase().slice(0, Math.ceil(word.length * MORE)))}${MARK}`

/** A catalogue with longer words: texts, and what functions make of what they are given. */
export function longer<Words>(words: Words): Words
export function longer(words: unknown): unknown {
  if (typeof words === 'string') return longerText(words)
  if (typeof words === 'function') return (...given: unknown[]) => longer(words(...given))
  if (Array.isArray(words)) return words.map((one: unknown) => longer(one))
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([key, part]) => [key, longer(part)]))
}
