/** A tag that begins something, in lower case, with its attributes; of `title` also the text in it. */
export type Tag = { name: string; attributes: ReadonlyMap<string, string>; text: string }

/** What is in these is no markup: it ends at their own end, whatever stands there. */
const raw: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'noscript',
  'template',
  'iframe',
  'xmp',
  'svg',
])
const MOST_TAGS = 5_000
const MOST_ATTRIBUTES = 30
const NAME = /[a-z][a-z0-9-]{0,20}/iy
// A value has an end, and is looked for no further: a page of open quotes costs what a page of closed ones does (T-62).
const ATTRIBUTE = /[\s/]*([^\s/>=]{1,60})(?:\s*=\s*(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'>][^\s>]{0,4000})))?/y

/**
 * The tags of a page, one after another, as far as a card needs them: up to where the body begins. It goes forward only, so its
 * time grows with the text and no faster (T-62); it builds no tree, runs nothing, and believes no nesting.
 */
export function* tagsOf(html: string): Generator<Tag> {
  let tags = 0
  for (let at = html.indexOf('<'); at >= 0 && tags < MOST_TAGS; at = html.indexOf('<', at)) {
    const end = skipped(html, at)
    if (end !== null) {
      at = end
      continue
    }
    tags++
    const name = matchAt(NAME, html, at + 1)?.[0].toLowerCase()
    if (name === undefined) {
      at++
      continue
    }
    if (name === 'body') return
    const { attributes, end: behind } = attributesAt(html, at + 1 + name.length)
    const text = raw.has(name) ? textUntil(html, behind, name) : ''
    yield { name, attributes, text }
    at = behind + text.length
  }
}

/** Where it goes on behind a comment, or what is no tag that begins something; null where one does. */
function skipped(html: string, at: number): number | null {
  if (html.startsWith('<!--', at)) return behind(html, '-->', at + 4)
  const next = html.charAt(at + 1)
  return next === '!' || next === '?' || next === '/' ? behind(html, '>', at + 1) : null
}

function behind(html: string, sign: string, from: number): number {
  const at = html.indexOf(sign, from)
  return at < 0 ? html.length : at + sign.length
}

function attributesAt(html: string, from: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>()
  let at = from
  for (let count = 0; count < MOST_ATTRIBUTES; count++) {
    const found = matchAt(ATTRIBUTE, html, at)
    if (!found) break
    at += found[0].length
    const [, name = '', quoted, single, bare] = found
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, quoted ?? single ?? bare ?? '')
  }
  return { attributes, end: behind(html, '>', at) }
}

function textUntil(html: string, from: number, name: string): string {
  const end = new RegExp(`</${name}`, 'gi')
  end.lastIndex = from
  return html.slice(from, end.exec(html)?.index ?? html.length)
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
