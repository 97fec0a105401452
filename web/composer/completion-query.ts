/** What somebody is about to write: the part of the text from its trigger to the caret, and what stands behind the trigger. */
export type Query = { kind: 'people' | 'emoji' | 'command'; from: number; to: number; text: string }

/** No name is longer (limits.nameChars). */
const MOST_CHARS = 32

const letter = /[\p{L}\p{N}]/u
// Letters of words between which one writes a space; Chinese runs on, so 问@小满 needs none.
const wordly = /[\p{Lu}\p{Ll}\p{Lt}\p{Nd}]/u
const han = /\p{Script=Han}/u
// Who writes 12:30 or :D does not look for a picture: two Latin letters at least.
const emojiWords = /^(?:\p{Script=Han}[\p{L}\p{N}]*|[\p{L}\p{N}][\p{L}\p{N}_+-]+)$/u

/**
 * Reads what stands before the caret. Full-width signs count as their narrow ones (client.md 6.1), and `、` at the very
 * beginning, which is what the key of `/` gives in Chinese.
 */
export function findQuery(text: string, caret: number): Query | null {
  const command = /^[/／、](\p{L}*)$/u.exec(text.slice(0, caret))
  if (command) return { kind: 'command', from: 0, to: caret, text: (command[1] ?? '').toLowerCase() }
  const lowest = Math.max(0, caret - MOST_CHARS - 1)
  for (let at = caret - 1; at >= lowest; at--) {
    const sign = text.charAt(at)
    if (sign === '\n') return null
    if (sign === '@' || sign === '＠') return peopleQuery(text, at, caret)
    if (sign === ':' || sign === '：') return emojiQuery(text, at, caret)
  }
  return null
}

function peopleQuery(text: string, from: number, to: number): Query | null {
  const query = text.slice(from + 1, to)
  return wordly.test(text.charAt(from - 1)) || /^\s/.test(query) ? null : { kind: 'people', from, to, text: query }
}

function emojiQuery(text: string, from: number, to: number): Query | null {
  const query = text.slice(from + 1, to)
  const before = text.charAt(from - 1)
  // 他说：好 is a sentence: the full-width sign stands alone, or it is none.
  const isSentence = text.charAt(from) === '：' ? letter.test(before) : wordly.test(before) || before === ':'
  return isSentence || !emojiWords.test(query.normalize('NFKC')) ? null : { kind: 'emoji', from, to, text: query }
}

/** A name in Chinese needs no space behind it, and one in letters does. */
export const gapAfter = (inserted: string, next: string): string =>
  next === '' || !/\s/.test(next) ? (han.test(inserted.slice(-1)) && next !== '' ? '' : ' ') : ''
