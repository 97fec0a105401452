import { asciiOf, contentDisposition } from '#server/kit/content-disposition.ts'

/** Signs that some system, shell or header gives a meaning; and marks that turn text around or cannot be seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\\/:*?"<>|%;$`~]+/gu
const MOST_CHARS = 60
const FALLBACK = 'room'

/** `Content-Disposition` of a file to be kept: what it is called after, and the day. */
export function attachment(title: string, atMs: number, ending: string): string {
  const stem = [...title.normalize('NFC').replace(UNSAFE, ' ').replace(/\s+/gu, ' ')].slice(0, MOST_CHARS).join('')
  const safe = stem.replace(/^[.\s-]+|[.\s]+$/gu, '') || FALLBACK
  const dated = (name: string) => `${name} ${new Date(atMs).toISOString().slice(0, 10)}.${ending}`
  return contentDisposition('attachment', dated(safe), dated(asciiOf(safe, FALLBACK)))
}
