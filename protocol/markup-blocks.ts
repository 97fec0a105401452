import type { Block, Item } from './markup.ts'
import { readInline } from './markup-inline.ts'
import type { Named } from './people.ts'

/** Quotes and lists inside of each other; marks that would go deeper are text. */
const DEEPEST = 8

// `>_<` is a face: a quote needs its space, or nothing at all behind the sign, or the next sign.
const QUOTE = /^ {0,3}>(?: |$|(?=>))/
const ITEM = /^([ \t]*)([-*+]|(?:0|[1-9]\d{0,8})[.)])[ \t]+(?=\S)/
const FENCE = /^ {0,3}(`{3,})([^`]*)$/
const LANGUAGE = /^[\p{L}\p{N}_+#.-]{1,32}$/u
const TAB = '    '

type Marker = { indent: number; sign: string; ordered: boolean; rest: string; width: number }

/** The blocks of a body. Each line is looked at a bounded number of times at each depth. */
export function readBlocks(body: string, mentions: readonly Named[]): readonly Block[] {
  return new BlockReader(body.split('\n'), mentions, 0).read()
}

class BlockReader {
  readonly #lines: readonly string[]
  readonly #mentions: readonly Named[]
  readonly #depth: number
  readonly #blocks: Block[] = []
  #text: string[] = []
  /** A fence as long as this has no end below. Shorter ones may, so it only shrinks: that bounds the looking. */
  #endless = Number.POSITIVE_INFINITY

  constructor(lines: readonly string[], mentions: readonly Named[], depth: number) {
    this.#lines = lines
    this.#mentions = mentions
    this.#depth = depth
  }

  /** `textLines`: so many at the beginning are text, whatever they look like. */
  read(textLines = 0): readonly Block[] {
    this.#text.push(...this.#lines.slice(0, textLines))
    for (let at = textLines; at < this.#lines.length; ) {
      const next = this.#fenceAt(at) ?? this.#quoteAt(at) ?? this.#listAt(at)
      if (next === undefined) this.#text.push(this.#lines[at++] ?? '')
      else at = next
    }
    this.#endText()
    return this.#blocks
  }

  #endText(followed = false): void {
    const isWritten = (line: string) => line.trim() !== ''
    const begin = this.#blocks.length > 0 ? this.#text.findIndex(isWritten) : 0
    const end = followed ? this.#text.findLastIndex(isWritten) + 1 : this.#text.length
    const lines = begin < 0 ? [] : this.#text.slice(begin, end)
    this.#text = []
    if (lines.length > 0) this.#blocks.push({ kind: 'lines', inside: readInline(lines.join('\n'), this.#mentions) })
  }

  #add(block: Block): void {
    this.#endText(true)
    this.#blocks.push(block)
  }

  /** Each of these returns the line after its block, or nothing when there is no such block. */
  #fenceAt(at: number): number | undefined {
    const [, ticks = '', info = ''] = FENCE.exec(this.#lines[at] ?? '') ?? []
    if (ticks === '' || ticks.length >= this.#endless) return undefined
    let end = at + 1
    while (end < this.#lines.length && !endsFence(this.#lines[end] ?? '', ticks)) end++
    if (end === this.#lines.length) {
      this.#endless = ticks.length
      return undefined
    }
    const word = info.trim()
    const last = beforeTicks(this.#lines[end] ?? '')
    // What stands behind the ticks and is no name of a language was meant to be read.
    const first = word === '' || LANGUAGE.test(word) ? [] : [word]
    const code = [...first, ...this.#lines.slice(at + 1, end), ...(last.trim() === '' ? [] : [last])].join('\n')
    if (code.trim() === '') return undefined
    this.#add({ kind: 'code', language: first.length > 0 ? '' : word.toLowerCase(), text: code })
    return end + 1
  }

  #quoteAt(at: number): number | undefined {
    if (this.#depth === DEEPEST) return undefined
    const inside: string[] = []
    for (let next = at; next < this.#lines.length; next++) {
      const line = this.#lines[next] ?? ''
      const sign = QUOTE.exec(line)
      if (!sign) break
      inside.push(line.slice(sign[0].length))
    }
    if (inside.every((line) => line.trim() === '')) return undefined
    this.#add({ kind: 'quote', blocks: this.#inner(inside).read() })
    return at + inside.length
  }

  #listAt(at: number): number | undefined {
    const first = markerOf(this.#lines[at])
    if (!first || first.indent > 3 || this.#depth === DEEPEST) return undefined
    const items: Item[] = []
    let next = at
    for (let marker: Marker | null = first; marker; marker = this.#siblingAt(next, first)) {
      const begin = next + 1
      next = this.#endOfItem(begin, marker)
      const rest = this.#lines.slice(begin, next).map((line) => withoutIndent(line, marker.width))
      items.push({ marker: marker.sign, blocks: this.#inner([marker.rest, ...rest]).read(1) })
    }
    this.#add({ kind: 'list', ordered: first.ordered, items })
    return next
  }

  #siblingAt(at: number, first: Marker): Marker | null {
    const marker = markerOf(this.#lines[at])
    return marker && marker.ordered === first.ordered && Math.abs(marker.indent - first.indent) < 2 ? marker : null
  }

  /** What is set in by two spaces or more belongs to the item above. */
  #endOfItem(from: number, { indent }: Marker): number {
    let end = from
    for (; end < this.#lines.length; end++) {
      const line = this.#lines[end] ?? ''
      if (line.trim() === '' || indentOf(line) < indent + 2) break
    }
    return end
  }

  #inner(lines: readonly string[]): BlockReader {
    return new BlockReader(lines, this.#mentions, this.#depth + 1)
  }
}

const endsFence = (line: string, ticks: string): boolean => line.trimEnd().endsWith(ticks)

/** What stands before the ticks that end a fence. */
function beforeTicks(line: string): string {
  let end = line.trimEnd().length
  while (line.charAt(end - 1) === '`') end--
  return line.slice(0, end)
}

function markerOf(line: string | undefined): Marker | null {
  const [all, space, sign] = ITEM.exec(line ?? '') ?? []
  if (line === undefined || all === undefined || space === undefined || sign === undefined) return null
  const indent = indentOf(space)
  const ordered = sign.length > 1
  return { indent, sign, ordered, rest: line.slice(all.length), width: indent + sign.length + 1 }
}

function indentOf(line: string): number {
  const space = /^[ \t]*/.exec(line)?.[0] ?? ''
  return space.replaceAll('\t', TAB).length
}

/** Without as much of its indent as the marker above takes. */
function withoutIndent(line: string, width: number): string {
  const space = /^[ \t]*/.exec(line)?.[0] ?? ''
  return space.replaceAll('\t', TAB).slice(width) + line.slice(space.length)
}
