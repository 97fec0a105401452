import { limits } from '#protocol/limits.ts'
import { cleanLine, withoutEntities } from './clean-line.ts'
import { type Tag, tagsOf } from './html-tags.ts'

/** What a page says of itself. `picture` as it is written there. */
export type PageFacts = { title: string; text: string | null; picture: string | null }

/** By worth: what a page says for cards, before what it says for others. */
const titles = ['og:title', 'twitter:title', 'title']
const texts = ['og:description', 'twitter:description', 'description']
const pictures = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']
const wanted: ReadonlySet<string> = new Set([...titles, ...texts, ...pictures, 'robots', 'og:site_name'])

/** Null: it has no name, so there is nothing to show. A page that wants none of its words shown is told by its name alone. */
export function readPage(html: string): PageFacts | null {
  const said = factsOf(html)
  const title = line(said, [...titles, 'og:site_name'], limits.cardTitleChars)
  if (title === null) return null
  if (/\bnosnippet\b|\bnone\b/i.test(said.get('robots') ?? '')) return { title, text: null, picture: null }
  const text = line(said, texts, limits.cardTextChars)
  const picture = firstOf(said, pictures)
  return {
    title,
    text: text === title ? null : text,
    picture: picture === null ? null : withoutEntities(picture).trim(),
  }
}

function factsOf(html: string): Map<string, string> {
  const said = new Map<string, string>()
  for (const tag of tagsOf(html)) {
    const [name, value] = factOf(tag)
    if (wanted.has(name) && value.trim() !== '' && !said.has(name)) said.set(name, value)
  }
  return said
}

function factOf({ name, attributes, text }: Tag): [string, string] {
  if (name === 'title') return ['title', text]
  if (name !== 'meta') return ['', '']
  const key = attributes.get('property') ?? attributes.get('name') ?? attributes.get('itemprop') ?? ''
  return [key.trim().toLowerCase(), attributes.get('content') ?? '']
}

function line(said: ReadonlyMap<string, string>, names: readonly string[], most: number): string | null {
  for (const name of names) {
    const cleaned = cleanLine(said.get(name) ?? '', most)
    if (cleaned !== '') return cleaned
  }
  return null
}

function firstOf(said: ReadonlyMap<string, string>, names: readonly string[]): string | null {
  const found = names.find((name) => said.has(name))
  return found === undefined ? null : (said.get(found) ?? null)
}
