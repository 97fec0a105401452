/** Signs that some system, shell or header gives a meaning; and marks that turn text around or cannot be seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\\/:*?"<>|%;$`~]+/gu
const MOST_CHARS = 60
const FALLBACK = 'room'

/** `Content-Disposition` of a file to be kept: a plain name for old readers, the whole one for others (RFC 6266). */
export function attachment(title: string, atMs: number, ending: string): string {
  const stem = [...title.normalize('NFC').replace(UNSAFE, ' ').replace(/\s+/gu, ' ')].slice(0, MOST_CHARS).join('')
  const safe = stem.replace(/^[.\s-]+|[.\s]+$/gu, '') || FALLBACK
  const date = new Date(atMs).toISOString().slice(0, 10)
  const name = `${safe} ${date}.${ending}`
  const plain = `${asciiOf(safe)} ${date}.${ending}`
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`
}

/** A name of nothing but gaps is none. */
function asciiOf(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]+/g, '_')
  return /[a-z0-9]/i.test(plain) ? plain : FALLBACK
}

/** encodeURIComponent leaves a few signs that RFC 5987 does not. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
