import { limits } from '#protocol/limits.ts'
import type { CardPicture, CardPictures } from './card-picture.ts'
import { MOST_PICTURE_BYTES } from './card-picture.ts'
import type { CardFacts, KeptPicture } from './card-rows.ts'
import { cleanLine } from './clean-line.ts'
import { type Get, type Got, mediaType, type Wish } from './guarded-get.ts'
import { readPageAddress } from './page-address.ts'
import { textOfPage } from './page-text.ts'
import { type PageFacts, readPage } from './read-page.ts'
import { shownHost } from './shown-host.ts'

/** Of a page only its head is read. What is behind this is left, and what came is read. */
const PAGE_BYTES = 512 * 1024
const pages: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])
const HEAD_ENDS = /<\/head|<body/i

const wish: Wish = {
  accept: 'text/html,application/xhtml+xml;q=0.9,image/*;q=0.5',
  want(type) {
    if (pages.has(type))
      return { bytes: PAGE_BYTES, cut: true, enough: (bytes) => HEAD_ENDS.test(bytes.toString('latin1')) }
    return type.startsWith('image/') ? { bytes: MOST_PICTURE_BYTES, cut: false } : null
  },
}

export type AskNeeds = { get: Get; pictures: CardPictures; allowPrivate: boolean }
/** What there is to show of an address, and the picture that is kept for it. */
export type Asked = { facts: CardFacts; picture: KeptPicture | null }
/** `pictureId`: what its picture was called before. Null: there is nothing to show. */
export type AskPage = (url: URL, pictureId: string | null) => Promise<Asked | null>

/** Asks one page what it is. It never rejects for what others do: whatever they send or do not send, there is a card or none. */
export function createAskPage({ get, pictures, allowPrivate }: AskNeeds): AskPage {
  async function cardOfPage({ url }: Got, page: PageFacts, id: string | null): Promise<Asked> {
    const address = page.picture === null ? null : readPageAddress(page.picture, allowPrivate, url)
    const picture = address && (await pictures.fetch(address, id))
    return asked({ host: shownHost(url), title: page.title, ...(page.text !== null && { text: page.text }) }, picture)
  }

  /** The picture is the page: its card has the picture's name. */
  async function cardOfPicture({ url, body }: Got, id: string | null): Promise<Asked | null> {
    const picture = await pictures.keep(body, id)
    return picture && asked({ host: shownHost(url), title: nameOf(url) }, picture)
  }

  return async function askPage(url, pictureId) {
    const got = await get(url, wish).catch(() => null)
    if (!got) return null
    if (!pages.has(mediaType(got.type))) return cardOfPicture(got, pictureId)
    const page = readPage(textOfPage(got.type, got.body))
    return page && cardOfPage(got, page, pictureId)
  }
}

const asked = (facts: CardFacts, picture: CardPicture | null): Asked =>
  picture ? { facts: { ...facts, picture: picture.shown }, picture: picture.kept } : { facts, picture: null }

function nameOf(url: URL): string {
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? ''
  return cleanLine(decoded(last), limits.cardTitleChars) || shownHost(url)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
