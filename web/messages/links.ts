/** A piece of a message: plain text, or an address that may be followed. */
export type Piece = string | { href: string; text: string }

/** Most links in one message; what comes after is text. */
const MOST_LINKS = 20
const MOST_CHARS = 2_000

const scheme = /https?:\/\//gi
// What ends an address: spaces, quotes, Chinese punctuation, and every invisible or direction-changing character, with
// which an address could be made to look like another.
const ending =
  /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\p{Pi}\p{Pf}"'`<>\\^{|}。，、！？：；（）「」『』【】《》〈〉…—]/u
// Chinese runs on without a space: after an address that began in ASCII it is the sentence again.
const sentence = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const trailing = /[.,:;!?~*_'"…·]$/
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[' }

/** Finds http and https addresses. The pieces put together are the text, except that a deceptive host is shown plainly. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let links = 0
  for (const match of text.matchAll(scheme)) {
    if (links === MOST_LINKS) break
    if (match.index < at || /[a-z0-9]/i.test(text.charAt(match.index - 1))) continue
    const link = linkAt(text, match.index)
    if (!link) continue
    if (match.index > at) pieces.push(text.slice(at, match.index))
    pieces.push({ href: link.href, text: link.text })
    at = match.index + link.length
    links++
  }
  if (at < text.length) pieces.push(text.slice(at))
  return pieces
}

function linkAt(text: string, start: number): { href: string; text: string; length: number } | null {
  const rest = text.slice(start, start + MOST_CHARS)
  const address = upTo(rest, ending)
  const raw = withoutTail(/^https?:\/\/[!-~]/i.test(address) ? upTo(address, sentence) : address)
  const url = URL.canParse(raw) ? new URL(raw) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  // `https://bank.example@evil.example` shows the wrong host first: left as text.
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null
  return { href: url.href, text: mayDeceive(raw, url) ? url.href : raw, length: raw.length }
}

function upTo(text: string, stop: RegExp): string {
  const end = text.search(stop)
  return end < 0 ? text : text.slice(0, end)
}

/** Without the punctuation of the sentence around it; a bracket stays when it was opened inside. */
function withoutTail(address: string): string {
  const unopened = new Map(
    Object.entries(pairs).map(([close, open]) => [close, count(address, close) - count(address, open)]),
  )
  let end = address.length
  for (;;) {
    const last = address.charAt(end - 1)
    const more = unopened.get(last) ?? 0
    if (more > 0) unopened.set(last, more - 1)
    else if (!trailing.test(last)) return address.slice(0, end)
    end--
  }
}

const count = (text: string, char: string): number => text.split(char).length - 1

/** A host of other letters than ASCII, Chinese, Japanese or Korean may look like one that it is not (T-46). */
function mayDeceive(raw: string, url: URL): boolean {
  const host = /^https?:\/\/([^/?#]*)/i.exec(raw)?.[1] ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant.
  if (/^[\x00-\x7f]*$/.test(host)) return false
  const plain = /^[a-z0-9.:-]*$/i
  const asian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}a-z0-9ー.:-]*$/iu
  return !asian.test(host) || plain.test(host) || !url.hostname.includes('xn--')
}
