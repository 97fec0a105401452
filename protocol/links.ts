// Both homes have it, and the languages' own library does not: our part of it, so that neither home is asked for.
declare const URL: {
  new (address: string): { href: string; protocol: string; hostname: string; username: string; password: string }
  canParse(address: string): boolean
}
type Address = InstanceType<typeof URL>

/** An address that may be followed, as it is shown, and how much of the text it took. */
export type Link = { href: string; text: string; length: number }

const MOST_CHARS = 2_000

// What ends an address: spaces, quotes, Chinese punctuation, and every invisible or direction-changing character, with
// which an address could be made to look like another.
const ending =
  /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\p{Pi}\p{Pf}"'`<>\\^{|}。，、！？：；（）「」『』【】《》〈〉…—]/u
// Chinese runs on without a space: after an address that began in ASCII it is the sentence again.
const sentence = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const trailing = /[.,:;!?~*_'"…·]$/
// Inside of [words](address): the words are over, and what follows is no part of an address in them.
const labelEnd = /\]\(/
const addressEnd = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}"'`<>[\]\\^{|}]/u
// No `?`: who follows it writes a letter, and nobody else has written its subject and text.
const mail = /^mailto:[^\s@()?&%,;:]{1,64}@[a-z0-9.-]{1,255}\.[a-z]{2,63}$/i
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu
const hostlike =
  /(?<=:\/\/)[^\s/?#:@]+|\d{1,3}(?:\.\d{1,3}){3}|(?:[\p{L}\p{N}-]{1,63}[.。．｡]){1,10}\p{L}[\p{L}\p{N}-]{1,62}/gu
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[' }

/** The http or https address that begins at `start`, without the punctuation of the sentence around it. */
export function linkAt(text: string, start: number): Link | null {
  const rest = text.slice(start, start + MOST_CHARS)
  const address = upTo(upTo(rest, ending), labelEnd)
  const raw = withoutTail(/^https?:\/\/[!-~]/i.test(address) ? upTo(address, sentence) : address)
  const url = webAddress(raw)
  return url && { href: url.href, text: mayDeceive(raw, url) ? url.href : raw, length: raw.length }
}

/** The address between the brackets of `[words](address)`, which begins at `start`: http, https, or mailto alone. */
export function linkOf(text: string, start: number): Link | null {
  if (!/^(?:https?:\/\/|mailto:)/i.test(text.slice(start, start + 8))) return null
  const address = withinBrackets(upTo(text.slice(start, start + MOST_CHARS), addressEnd))
  if (address === null || text.charAt(start + address.length) !== ')') return null
  const href = mail.test(address) ? address : webAddress(address)?.href
  return href === undefined ? null : { href, text: address, length: address.length }
}

/**
 * The host that a link leads to, if its words look like an address of another one (T-46): `[bank.example](http://evil.example)`.
 * Words that look like the name of a file are taken for a host, too: that tells more than is needed, and never less.
 */
export function reallyHost(words: string, href: string): string | null {
  const shown = words.normalize('NFKC').replace(invisible, '').toLowerCase()
  const really = href.startsWith('mailto:')
    ? href.slice(href.lastIndexOf('@') + 1).toLowerCase()
    : new URL(href).hostname
  const names = shown.match(hostlike) ?? []
  return names.length > 0 && names.some((name) => asciiHost(name) !== really) ? really : null
}

function asciiHost(name: string): string {
  const address = `https://${name.replace(/[。．｡]/g, '.')}`
  return URL.canParse(address) ? new URL(address).hostname : name
}

function webAddress(raw: string): Address | null {
  const url = URL.canParse(raw) ? new URL(raw) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  // `https://bank.example@evil.example` shows the wrong host first: left as text.
  return url.username === '' && url.password === '' && url.hostname !== '' ? url : null
}

/** Up to the bracket that closes what was opened before the address; null when there is none. */
function withinBrackets(address: string): string | null {
  let depth = 0
  for (let at = 0; at < address.length; at++) {
    if (address[at] === '(') depth++
    else if (address[at] === ')' && depth-- === 0) return address.slice(0, at)
  }
  return null
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
function mayDeceive(raw: string, url: Address): boolean {
  const host = /^https?:\/\/([^/?#]*)/i.exec(raw)?.[1] ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant.
  if (/^[\x00-\x7f]*$/.test(host)) return false
  const plain = /^[a-z0-9.:-]*$/i
  const asian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}a-z0-9ー.:-]*$/iu
  return !asian.test(host) || plain.test(host) || !url.hostname.includes('xn--')
}
