export type Selection = { text: string; from: number; to: number }
/** What to put where, and what is selected after it. */
export type Rewrite = { from: number; to: number; text: string; selectFrom: number; selectTo: number }

/** The signs of the keys: client.md 8. */
export const wraps = { bold: '**', emphasis: '*', code: '`', strike: '~~' } as const
export type Wrap = keyof typeof wraps

/** Puts signs around the selected words, or takes them away where they are there already. */
export function wrapText({ text, from, to }: Selection, kind: Wrap): Rewrite {
  const chosen = text.slice(from, to)
  // Space at the ends stays outside: marks that touch it would be none.
  const begin = from + (chosen.trim() === '' ? 0 : chosen.length - chosen.trimStart().length)
  const end = chosen.trim() === '' ? from : from + chosen.trimEnd().length
  if (kind === 'code' && text.slice(begin, end).includes('\n')) return fence(text, begin, end)
  const sign = wraps[kind]
  const size = sign.length
  const words = text.slice(begin, end)
  if (words.length > 2 * size && words.startsWith(sign) && words.endsWith(sign) && isWhole(words, 0, sign)) {
    const bare = words.slice(size, -size)
    return { from: begin, to: end, text: bare, selectFrom: begin, selectTo: begin + bare.length }
  }
  if (begin < end && isAround(text, begin, end, sign)) {
    return { from: begin - size, to: end + size, text: words, selectFrom: begin - size, selectTo: end - size }
  }
  return { from: begin, to: end, text: sign + words + sign, selectFrom: begin + size, selectTo: end + size }
}

/** `*` is not half of `**`. */
const isWhole = (words: string, at: number, sign: string): boolean =>
  sign !== '*' || words.charAt(at + 1) !== '*' || words.charAt(at + 2) === '*'

function isAround(text: string, begin: number, end: number, sign: string): boolean {
  const size = sign.length
  if (text.slice(begin - size, begin) !== sign || text.slice(end, end + size) !== sign || begin < size) return false
  return sign !== '*' || text.charAt(begin - 2) !== '*' || text.charAt(begin - 3) === '*'
}

function fence(text: string, begin: number, end: number): Rewrite {
  const before = begin > 0 && text.charAt(begin - 1) !== '\n' ? '\n```\n' : '```\n'
  const after = end < text.length && text.charAt(end) !== '\n' ? '\n```\n' : '\n```'
  const words = text.slice(begin, end)
  const selectFrom = begin + before.length
  return { from: begin, to: end, text: before + words + after, selectFrom, selectTo: selectFrom + words.length }
}
