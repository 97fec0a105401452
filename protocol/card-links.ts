import { limits } from './limits.ts'
import { linkAt, linkOf } from './links.ts'
import { type Block, type Inline, parseMarkup } from './markup.ts'

/** A link of a message: where it leads, and as it stands there. */
export type BodyLink = { href: string; link: string }

/** Most addresses of a text that are looked at: markup-inline.ts looks at no more. */
const MOST_LOOKS = 200

/**
 * The first links of a body that are shown as cards: not those in code, in what is quoted, or behind a spoiler. Nothing is
 * asked of a page that nobody has been led to.
 */
export function linksOf(body: string): BodyLink[] {
  if (!/https?:\/\//i.test(body)) return []
  const shown = new Set(parseMarkup(body).blocks.flatMap(hrefsOfBlock))
  const found = new Map<string, BodyLink>()
  for (const one of written(body)) {
    if (shown.has(one.href) && !found.has(one.href)) found.set(one.href, one)
    if (found.size === limits.cards) break
  }
  return [...found.values()]
}

function hrefsOfBlock(block: Block): string[] {
  switch (block.kind) {
    case 'lines':
      return block.inside.flatMap(hrefsOf)
    case 'list':
      return block.items.flatMap(({ blocks }) => blocks.flatMap(hrefsOfBlock))
    case 'quote':
    case 'code':
      return []
  }
}

function hrefsOf(part: Inline): string[] {
  switch (part.kind) {
    case 'link':
      return [part.href]
    case 'strong':
    case 'emphasis':
    case 'strike':
      return part.inside.flatMap(hrefsOf)
    default:
      return []
  }
}

/** Every address in a text as it stands there: a card stays while its link does (protocol/message-state.ts). */
function* written(body: string): Generator<BodyLink> {
  let looks = 0
  for (const { index } of body.matchAll(/https?:\/\//gi)) {
    if (++looks > MOST_LOOKS) return
    const inBrackets = body.slice(Math.max(0, index - 2), index) === ']('
    const found = (inBrackets ? linkOf(body, index) : null) ?? linkAt(body, index)
    if (found) yield { href: found.href, link: body.slice(index, index + found.length) }
  }
}
