/** More than two lines of a quote can show. */
const MOST = 240

/**
 * The beginning of a text, in one line, for where it is only named: a quote, a strip, a list. At most `most` code units,
 * never half a character.
 */
export function firstWords(text: string, most: number = MOST): string {
  const line = text
    .slice(0, most * 2)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line
}
