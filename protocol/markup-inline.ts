import { linkAt, linkOf, reallyHost } from './links.ts'
import type { Inline } from './markup.ts'
import { textOf } from './markup-text.ts'
import { isMentionAt, longestFirst, mentionAt } from './mentions.ts'
import type { Named } from './people.ts'

/** Most links in one message, and most addresses that are looked at closely; what comes after is text. */
const MOST_LINKS = 20
const MOST_LOOKS = 200

/** Everything that may be a mark. A run of one sign is one match. */
const SIGN = /\*+|~+|\|+|`+|\[|\]|@|＠|\n|https?:\/\//gi

// Nearly all lines have none of them, and need no reader. A line break alone is no mark.
const MAY_BE_SIGN = /[*~|`[\]@＠]|https?:\/\//i

type Paired = 'strong' | 'emphasis' | 'strike' | 'spoiler'
/** A mark that was opened. It becomes a part when it is closed, and text again when it is not. */
type Open = { kind: Paired | 'link'; sign: string; inside: Inline[] }

// Letters of words between which one writes a space. Han, kana and Hangul are none of them: **中文**加粗 has no gap.
const WORD = /[\p{Lu}\p{Ll}\p{Lt}\p{Nd}]/u
const SPACE = /\s/u
/** What `*` may not be followed by, else faces such as (*^▽^*) would lose their cheeks. */
const FACE = /[^\P{S}\p{Extended_Pictographic}`~|]|[\p{Pe}\p{Pf}\p{Pc}\p{Pd}.,:;!?^´\\/。，、！？…]/u

/** The parts of some lines of text. One pass: each mark is opened and closed once, at most five are open at a time. */
export function readInline(text: string, mentions: readonly Named[]): readonly Inline[] {
  if (!MAY_BE_SIGN.test(text)) return text === '' ? [] : [{ kind: 'text', text }]
  return new InlineReader(text, mentions).read()
}

class InlineReader {
  readonly #text: string
  readonly #names: readonly Named[]
  readonly #codeEnds: ReadonlyMap<number, number>
  readonly #open: Open[] = []
  readonly #done: Inline[] = []
  #links = 0
  #looks = 0

  constructor(text: string, mentions: readonly Named[]) {
    this.#text = text
    this.#names = longestFirst(mentions)
    this.#codeEnds = text.includes('`') ? codeEnds(text) : new Map()
  }

  read(): readonly Inline[] {
    let at = 0
    for (const { 0: sign, index } of this.#text.matchAll(SIGN)) {
      if (index < at) continue
      this.#addText(this.#text.slice(at, index))
      at = index + (this.#part(sign, index) ?? this.#mark(sign, index))
    }
    this.#addText(this.#text.slice(at))
    while (this.#open.length > 0) this.#dissolve(this.#open.length - 1)
    return this.#done
  }

  get #here(): Inline[] {
    return this.#open.at(-1)?.inside ?? this.#done
  }

  #addText(text: string): void {
    if (text !== '') addTo(this.#here, { kind: 'text', text })
  }

  /** A whole part that begins here: code, mention or address. Returns how long it is, or nothing if it is none. */
  #part(sign: string, at: number): number | undefined {
    if (sign[0] === '`') return this.#code(sign, at)
    if (sign === '@') return this.#mention(at)
    if (sign === '＠') return this.#call(at)
    return sign.length > 6 && /^h/i.test(sign) ? this.#address(at) : undefined
  }

  #code(ticks: string, at: number): number | undefined {
    const end = this.#codeEnds.get(at)
    if (end === undefined) return undefined
    const text = this.#text.slice(at + ticks.length, end)
    // One space on both sides is there to keep ticks apart from ticks.
    const isSpaced = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== ''
    this.#here.push({ kind: 'code', text: isSpaced ? text.slice(1, -1) : text })
    return end + ticks.length - at
  }

  #mention(at: number): number | undefined {
    const named = mentionAt(this.#text, at, this.#names)
    if (!named) return undefined
    this.#here.push({ kind: 'mention', id: named.id, name: named.name })
    return named.name.length + 1
  }

  /** Everybody may be called with the sign of an input method, too (protocol/mention-all.ts); people are named with `@`. */
  #call(at: number): number | undefined {
    const call = this.#names.find(({ id, name }) => id === '' && isMentionAt(this.#text, at, name, '＠'))
    if (!call) return undefined
    this.#here.push({ kind: 'mention', id: '', name: call.name })
    return call.name.length + 1
  }

  #address(at: number): number | undefined {
    if (/[a-z0-9]/i.test(this.#text.charAt(at - 1)) || !this.#mayLook()) return undefined
    const link = linkAt(this.#text, at)
    if (!link) return undefined
    this.#links++
    this.#here.push({ kind: 'link', href: link.href, really: null, inside: [{ kind: 'text', text: link.text }] })
    return link.length
  }

  #mayLook(): boolean {
    return this.#links < MOST_LINKS && ++this.#looks <= MOST_LOOKS
  }

  /** A sign that may open or close something. Returns how much of the text it took. */
  #mark(sign: string, at: number): number {
    if (sign === '\n') this.#endLine()
    else if (sign === '[') return this.#openLink()
    else if (sign === ']') return this.#closeLink(at)
    else if (this.#pair(sign, at)) return sign.length
    this.#addText(sign)
    return sign.length
  }

  #openLink(): number {
    // Words of a link hold no bracket: the older one is text.
    const older = this.#open.findIndex(({ kind }) => kind === 'link')
    if (older >= 0) this.#dissolve(older)
    this.#open.push({ kind: 'link', sign: '[', inside: [] })
    return 1
  }

  #closeLink(at: number): number {
    const opened = this.#open.findIndex(({ kind }) => kind === 'link')
    const link = opened >= 0 && this.#text.charAt(at + 1) === '(' && this.#mayLook() ? linkOf(this.#text, at + 2) : null
    if (!link) {
      if (opened >= 0) this.#dissolve(opened)
      this.#addText(']')
      return 1
    }
    this.#dissolveAbove(opened)
    const inside = withoutLinks(this.#open.pop()?.inside ?? [])
    const words = textOf(inside)
    if (words.trim() === '') this.#addText(`[${words}](${this.#text.slice(at + 2, at + 2 + link.length)})`)
    else this.#here.push({ kind: 'link', href: link.href, really: reallyHost(words, link.href), inside })
    this.#links++
    return link.length + 3
  }

  /** `**`, `*`, both as `***`, `~~`, `||`. Whether the sign was taken. */
  #pair(sign: string, at: number): boolean {
    const kinds = kindsOf(sign)
    if (kinds.length === 0) return false
    const before = this.#text.charAt(at - 1)
    const after = this.#text.charAt(at + sign.length)
    if (mayClose(sign, before, after) && kinds.every((kind) => this.#isOpen(kind))) {
      for (let left = kinds.length; left > 0; left--) this.#close(this.#innermost(kinds))
      return true
    }
    if (!mayOpen(sign, before, after) || kinds.some((kind) => this.#isOpen(kind))) return false
    for (const kind of kinds) this.#open.push({ kind, sign: kind === 'emphasis' ? '*' : sign.slice(0, 2), inside: [] })
    return true
  }

  #isOpen(kind: Paired): boolean {
    return this.#open.some((one) => one.kind === kind)
  }

  #innermost(kinds: readonly Paired[]): Paired {
    const found = this.#open.findLast(({ kind }) => kinds.some((one) => one === kind))
    return found && found.kind !== 'link' ? found.kind : 'strong'
  }

  #close(kind: Paired): void {
    let at = this.#open.findLastIndex((one) => one.kind === kind)
    const outer = this.#open[at]
    const inner = this.#open[at + 1]
    // Opened together by ***: whichever is closed first was the inner one.
    if (kind === 'strong' && outer?.inside.length === 0 && inner?.kind === 'emphasis') {
      this.#open.splice(at, 2, { ...inner, inside: outer.inside }, { ...outer, inside: inner.inside })
      at++
    }
    this.#dissolveAbove(at)
    const closed = this.#open.pop()
    if (closed) this.#here.push({ kind, inside: closed.inside })
  }

  /** Only a spoiler goes on in the next line. */
  #endLine(): void {
    for (let at = this.#open.length - 1; at >= 0; at--) if (this.#open[at]?.kind !== 'spoiler') this.#dissolve(at)
  }

  #dissolveAbove(at: number): void {
    while (this.#open.length > at + 1) this.#dissolve(this.#open.length - 1)
  }

  /** It was not closed: sign and content belong to what is around it. */
  #dissolve(at: number): void {
    const [open] = this.#open.splice(at, 1)
    if (!open) return
    const around = this.#open[at - 1]?.inside ?? this.#done
    addTo(around, { kind: 'text', text: open.sign })
    for (const part of open.inside) addTo(around, part)
  }
}

function addTo(parts: Inline[], part: Inline): void {
  const last = parts.at(-1)
  if (part.kind === 'text' && last?.kind === 'text')
    parts[parts.length - 1] = { kind: 'text', text: last.text + part.text }
  else parts.push(part)
}

const kindsOf = (sign: string): readonly Paired[] => {
  if (sign === '*') return ['emphasis']
  if (sign === '**') return ['strong']
  if (sign === '***') return ['strong', 'emphasis']
  if (sign === '~~') return ['strike']
  return sign === '||' ? ['spoiler'] : []
}

function mayOpen(sign: string, before: string, after: string): boolean {
  if (after === '' || SPACE.test(after)) return false
  if (sign === '*') return !WORD.test(before) && (after === '*' || !FACE.test(after))
  return !(WORD.test(before) && WORD.test(after))
}

function mayClose(sign: string, before: string, after: string): boolean {
  return before !== '' && !SPACE.test(before) && !(sign === '*' && WORD.test(after))
}

/** Where the code that begins at each run of ticks ends: at the next run of the same length in the same line. */
function codeEnds(text: string): Map<number, number> {
  const ends = new Map<number, number>()
  const nextOf = new Map<number, number>()
  for (const { 0: run, index } of [...text.matchAll(/`+|\n/g)].reverse()) {
    if (run === '\n') nextOf.clear()
    else {
      const next = nextOf.get(run.length)
      if (next !== undefined) ends.set(index, next)
      nextOf.set(run.length, index)
    }
  }
  return ends
}

/** Words of a link hold no other link. */
const withoutLinks = (parts: readonly Inline[]): readonly Inline[] =>
  parts.flatMap((part): readonly Inline[] => {
    if (part.kind === 'link') return part.inside
    return 'inside' in part ? [{ ...part, inside: withoutLinks(part.inside) }] : [part]
  })
