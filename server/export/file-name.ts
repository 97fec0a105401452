import { asciiOf, contentDisposition } from '#server/kit/content-disposition.ts'

/** Signs that some system, shell or header gives a meaning; and marks that turn text around or cannot be seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\\/:*?"<>|%;$`~]+/gu
const MOST_CHARS = 60
const FALLBACK = 'room'

/** A name that no system, shell or header gives a meaning: `fallback` where nothing is left of it. */
export function safeStem(name: string, fallback: string): string {
  const stem = [...name.normalize('NFC').replace(UNSAFE, ' ').replace(/\s+/gu, ' ')].slice(0, MOST_CHARS).join('')
  return stem.replace(/^[.\s-]+|[.\s]+$/gu, '') || fallback
}

/** `Content-Disposition` of a file to be kept: what it is called after, and the day. */
export function attachment(title: string, atMs: number, ending: string): string {
  const safe = safeStem(title, FALLBACK)
  const dated = (name: string) => `${name} ${new Date(atMs).toISOString().slice(0, 10)}.${ending}`
  return contentDisposition('attachment', dated(safe), dated(asciiOf(safe, FALLBACK)))
}
