import * as v from 'valibot'
import type { File } from '#protocol/files.ts'
import { filesText, withFiles } from '#protocol/files-text.ts'
import { type Line, line as lineSchema } from '#protocol/lines.ts'
import { hueOf } from '#protocol/looks.ts'
import { nameless } from '#protocol/nameless.ts'
import { isNotice } from '#protocol/notices.ts'
import type { Locale } from '#protocol/people.ts'
import { memberChanged, type Notice, roomChanged } from '#protocol/room-events.ts'
import type { Logged } from '#server/delivery/event-log.ts'
import type { EncodedLine } from '#server/delivery/line-log.ts'
import { bodyHtml, excerptOf } from './html-body.ts'
import { htmlStyle } from './html-style.ts'
import { Html, html } from './html-text.ts'
import { noticeSentence } from './notice-words.ts'
import type { FileReader, FindLines, RoomFile, RoomHead } from './room-file.ts'
import { type ExportWords, exportWords } from './words.ts'

/** Nothing of a file that lies on somebody's disk runs, or asks for anything. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:"

const decoded = ({ json }: EncodedLine): Line => v.parse(lineSchema, JSON.parse(json))
const notice = v.variant('type', [roomChanged, memberChanged])
const decodedNotice = ({ json }: Logged): Notice => v.parse(notice, JSON.parse(json))

/** Where a file lies beside the page; null: nowhere. */
export type FileAddress = (at: { seq: number; place: number; file: File }) => string | null

/** One page for people, in the language, and the hours, of whoever asked: readable without a network, now and in ten years. */
export function createHtmlFile(
  head: RoomHead,
  { locale, timeZone }: FileReader,
  find: FindLines,
  address: FileAddress,
): RoomFile {
  const say = exportWords[locale]
  const times = createTimes(locale, timeZone)
  let day = ''

  /** What the lines of a page answer: those of the page itself, and those that lie elsewhere. */
  async function answeredBy(lines: readonly Line[]): Promise<ReadonlyMap<number, Line>> {
    const known = new Map(lines.map((line) => [line.seq, line]))
    const wanted = [...new Set(lines.flatMap(({ re }) => (re === undefined || known.has(re) ? [] : [re])))]
    for (const line of wanted.length > 0 ? (await find(wanted)).map(decoded) : []) known.set(line.seq, line)
    return known
  }

  function dayOf({ at }: { at: number }): Html {
    const before = day
    day = times.day(at)
    return before === day ? html`` : html`<h2>${day}</h2>`
  }

  return {
    begin: () => beginning(head, say, times.full(head.atMs), locale).markup,
    async page(encoded, told) {
      const lines = encoded.map(decoded)
      const answered = await answeredBy(lines)
      const items = [...lines, ...told.map(decodedNotice)].sort((one, other) => one.seq - other.seq)
      const itemHtml = (item: Line | Notice) =>
        isNotice(item) ? noticeHtml(item, locale, times) : lineHtml(item, { say, times, answered, address })
      return items.map((item) => html`${dayOf(item)}${itemHtml(item)}`.markup).join('')
    },
    end: () => html`</main><footer>${head.count === 0 ? say.empty : say.end}</footer></body></html>\n`.markup,
  }
}

const style = new Html(`<style>${htmlStyle}</style>`)

const beginning = (
  { room, count }: RoomHead,
  say: ExportWords,
  time: string,
  locale: string,
): Html => html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${room.title}</title>${style}</head>
<body><header><h1><bdi>${room.title}</bdi></h1><p>${say.made(time)} · ${say.count(count)}</p></header>
<main aria-label="${say.messages}">
`

type Times = ReturnType<typeof createTimes>
type LineWords = { say: ExportWords; times: Times; answered: ReadonlyMap<number, Line>; address: FileAddress }

function lineHtml(line: Line, { say, times, answered, address }: LineWords): Html {
  const { seq, at, by, now } = line
  const name = nameOf(by.name, say)
  return html`<article id="m${seq}"><div class="head"><bdi class="h${hueOf(by.id)}">${name}</bdi>${marks(line, say)}<time datetime="${new Date(at).toISOString()}" title="${times.full(at)}">${times.clock(at)}</time></div>
${answerHtml(line, say, answered)}${wordsHtml(line, say)}${filesHtml(line, say, address)}${reactionsHtml(now?.reactions ?? [], say)}</article>
`
}

function noticeHtml(told: Notice, locale: Locale, times: Times): Html {
  const { seq, at } = told
  const time = html`<time datetime="${new Date(at).toISOString()}" title="${times.full(at)}">${times.clock(at)}</time>`
  return html`<p class="notice" id="m${seq}">${noticeSentence(told, locale)} ${time}</p>
`
}

function marks({ now, fwd }: Line, say: ExportWords): Html[] {
  const words = [...(now?.edited ? [say.edited] : []), ...(now?.pinned ? [say.pinned] : [])]
  const source = fwd ? [html`<span class="mark">${say.forwarded} <bdi>${nameOf(fwd.by.name, say)}</bdi></span>`] : []
  return [...source, ...words.map((word) => html`<span class="mark">${word}</span>`)]
}

function wordsHtml(line: Line, say: ExportWords): Html {
  if (line.now?.erased || line.body === undefined)
    return html`<div class="gone">${line.now?.erased?.how === 'recalled' ? say.recalled : say.deleted}</div>`
  const { body, mentions } = line.now?.edited ?? line
  return body === '' ? html`` : bodyHtml(body, mentions, line.by)
}

/** What it showed: by name, and where the page lies in an archive, as it is. */
function filesHtml({ seq, files = [], now }: Line, say: ExportWords, address: FileAddress): Html {
  if (files.length === 0 || now?.erased) return html``
  const items = files.map((file, place) => {
    const words = `${filesText([file], say.files)}${file.kind === 'picture' ? ` ${file.name}` : ''}`
    const path = address({ seq, place, file })
    return html`<li dir="auto">${path === null ? words : linked(path, file, words)}</li>`
  })
  return html`<ul class="files">${items}</ul>`
}

function linked(path: string, { kind, alt, name, width, height }: File, words: string): Html {
  const href = path.split('/').map(encodeURIComponent).join('/')
  if (kind !== 'picture') return html`<a href="${href}">${words}</a>`
  const size = width && height ? html` width="${width}" height="${height}"` : html``
  return html`<a href="${href}"><img src="${href}" alt="${alt ?? name}" loading="lazy"${size}></a>`
}

/** A message that was answered and erased says only that it is gone. */
function answerHtml({ re }: Line, say: ExportWords, answered: ReadonlyMap<number, Line>): Html {
  if (re === undefined) return html``
  const line = answered.get(re)
  if (!line || line.now?.erased || line.body === undefined) return html`<span class="quote">${say.answersGone}</span>`
  const { body, mentions } = line.now?.edited ?? line
  const words = withFiles(excerptOf(body, mentions), line.files, say.files)
  return html`<a class="quote" href="#m${re}">${say.answers(nameOf(line.by.name, say))}<span dir="auto">${words}</span></a>`
}

type Reactions = NonNullable<NonNullable<Line['now']>['reactions']>

function reactionsHtml(reactions: Reactions, say: ExportWords): Html {
  if (reactions.length === 0) return html``
  const items = reactions.map(
    ({ kind, count, who }) =>
      html`<li title="${who.map(({ name }) => nameOf(name, say)).join(', ')}">${kind} ${count}</li>`,
  )
  return html`<ul class="reactions" aria-label="${say.reactions}">${items}</ul>`
}

const nameOf = (name: string, say: ExportWords): string => (name === nameless ? say.nameless : name)

/** Formatters are dear to make: three for a file. */
function createTimes(locale: string, timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone })
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = format({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })
  const full = format({ dateStyle: 'long', timeStyle: 'long' })
  return {
    clock: (ms: number) => clock.format(ms),
    day: (ms: number) => day.format(ms),
    full: (ms: number) => full.format(ms),
  }
}
