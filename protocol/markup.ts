import { readBlocks } from './markup-blocks.ts'
import { readInline } from './markup-inline.ts'
import type { Named } from './people.ts'

export { plainText } from './markup-text.ts'

/** A part of a line. `inside` may hold more of the same kinds, five deep at most. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'strike' | 'spoiler'; inside: readonly Inline[] }
  /** `really`: the host it leads to, where the words look like another one (T-46); else null. */
  | { kind: 'link'; href: string; really: string | null; inside: readonly Inline[] }
  | { kind: 'mention'; id: string; name: string }

/** `marker` as it was typed: `-` or `3.` */
export type Item = { marker: string; blocks: readonly Block[] }

export type Block =
  /** One or more lines of text, empty ones included; line breaks are kept as `\n`. */
  | { kind: 'lines'; inside: readonly Inline[] }
  | { kind: 'quote'; blocks: readonly Block[] }
  | { kind: 'list'; ordered: boolean; items: readonly Item[] }
  | { kind: 'code'; language: string; text: string }

/** What a body means. `action`: it began with `/me`, and tells what its author does. */
export type Markup = { action: boolean; blocks: readonly Block[] }

const ACTION = /^\/me[ \t\u3000]+(?=\S)/u

/**
 * Reads a body: our part of Markdown, as a tree. Pure, in time that grows with the text and no faster (T-62), at most
 * eight blocks deep. Whatever is no mark is text, HTML too, so a body without marks is one block of `lines` with the
 * body in it. `mentions` are those of the message: `@name` is nobody's name without them.
 */
export function parseMarkup(body: string, mentions: readonly Named[] = []): Markup {
  const action = ACTION.exec(body)
  if (action)
    return { action: true, blocks: [{ kind: 'lines', inside: readInline(body.slice(action[0].length), mentions) }] }
  return { action: false, blocks: readBlocks(body, mentions) }
}
