import { limits } from '#protocol/limits.ts'

/** Controls, marks that turn text around or cannot be seen, fillers, private signs, halves of pairs, ends of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc]+/gu
/** Signs that some system gives a meaning in a name. */
const MEANT = /[:*?"<>|]+/g
/** Windows knows devices by these names, whatever ending they have. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
const MOST_ENDING = 16
const FALLBACK = 'file'

/** A name to be shown and to be stored under by whoever downloads it: no folders, nothing unseen, never empty (T-41). */
export function cleanName(said: string): string {
  const last = said.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(UNSEEN, '').normalize('NFC').replace(MEANT, '_').replace(/\s+/gu, ' ')
  // A mark without a sign to stand on would sit on whatever is shown before it.
  const bare = plain.replace(/^[.\s\p{M}]+|[.\s]+$/gu, '').replace(DEVICE, '_$1')
  return shortened(bare || FALLBACK)
}

/** What is cut is cut before the ending, which says to people what it is. */
function shortened(name: string): string {
  const signs = [...name]
  if (signs.length <= limits.fileNameChars) return name
  const ending = /\.[^.\s]+$/u.exec(name)?.[0] ?? ''
  const kept = [...ending].length <= MOST_ENDING ? [...ending] : []
  const stem = signs.slice(0, limits.fileNameChars - kept.length).join('')
  return `${stem.replace(/[.\s]+$/u, '')}${kept.join('')}`
}

const endings: Readonly<Record<string, readonly [usual: string, ...others: string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
}

/** A picture that was made anew may be of another format than its name says: who downloads it wants to open it. */
export function nameOfPicture(name: string, type: string): string {
  const right = endings[type]
  const said = /\.(jpe?g|png|gif|webp)$/i.exec(name)
  if (!right || (said?.[1] && right.includes(said[1].toLowerCase()))) return name
  const stem = said ? name.slice(0, said.index) : name
  return shortened(`${stem || FALLBACK}.${right[0]}`)
}
