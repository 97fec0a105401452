import { hueOf } from '#protocol/looks.ts'
import { type Block, type Inline, type Item, parseMarkup, plainText } from '#protocol/markup.ts'
import type { Named } from '#protocol/people.ts'
import { type Html, html } from './html-text.ts'

/** A message's words, with their marks as the page shows them. Line breaks are the style sheet's work (`pre-wrap`). */
export function bodyHtml(body: string, mentions: readonly Named[] | undefined, by: Named): Html {
  const { action, blocks } = parseMarkup(body, mentions)
  const lang = langOf(body)
  const attributes = lang === null ? html`dir="auto"` : html`dir="auto" lang="${lang}"`
  const doer = action ? html`<bdi class="h${hueOf(by.id)}">${by.name}</bdi> ` : html``
  return html`<div class="body" ${attributes}>${doer}${blocks.map(blockHtml)}</div>`
}

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'lines':
      return html`<span class="lines">${block.inside.map(partHtml)}</span>`
    case 'quote':
      return html`<blockquote>${block.blocks.map(blockHtml)}</blockquote>`
    case 'list':
      return block.ordered
        ? html`<ol>${block.items.map(numberedHtml)}</ol>`
        : html`<ul>${block.items.map(itemHtml)}</ul>`
    case 'code':
      return html`<pre><code>${block.text}</code></pre>`
  }
}

const itemHtml = ({ blocks }: Item): Html => html`<li>${blocks.map(blockHtml)}</li>`
/** Numbers stay as they were typed. */
const numberedHtml = ({ marker, blocks }: Item): Html =>
  html`<li value="${Number.parseInt(marker, 10)}">${blocks.map(blockHtml)}</li>`

function partHtml(part: Inline): Html {
  switch (part.kind) {
    case 'text':
      return html`${part.text}`
    case 'code':
      return html`<code>${part.text}</code>`
    case 'strong':
      return html`<strong>${part.inside.map(partHtml)}</strong>`
    case 'emphasis':
      return html`<em>${part.inside.map(partHtml)}</em>`
    case 'strike':
      return html`<del>${part.inside.map(partHtml)}</del>`
    case 'spoiler':
      return html`<span class="spoiler" tabindex="0">${part.inside.map(partHtml)}</span>`
    case 'link':
      return html`<a href="${part.href}" rel="noopener noreferrer nofollow ugc">${part.inside.map(partHtml)}</a>${hostHtml(part.really)}`
    case 'mention':
      return html`<span class="mention">@<bdi>${part.name}</bdi></span>`
  }
}

/** The host that a link really leads to, where its words look like another one (T-46). */
const hostHtml = (really: string | null): Html => (really === null ? html`` : html` <bdi>(${really})</bdi>`)

/** Chooses glyphs, breaking and a reader's voice: by the signs that only one language has (client.md 4). */
function langOf(body: string): string | null {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(body)) return 'ja'
  if (/\p{Script=Hangul}/u.test(body)) return 'ko'
  return /\p{Script=Han}/u.test(body) ? 'zh-CN' : null
}

const EXCERPT_CHARS = 90

/** The beginning of a message on one line, for whoever answers it. What is veiled stays so. */
export function excerptOf(body: string, mentions?: readonly Named[]): string {
  const words = plainText(parseMarkup(body, mentions), { spoiler: () => '▒▒▒' })
  const line = words.replace(/\s+/gu, ' ').trim()
  const signs = [...line.slice(0, EXCERPT_CHARS * 2)]
  return signs.length > EXCERPT_CHARS ? `${signs.slice(0, EXCERPT_CHARS).join('')}…` : line
}
