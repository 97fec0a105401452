import type { Block, Inline, Markup } from './markup.ts'

const CALL = /(?<![\p{Lu}\p{Ll}\p{Lt}\p{Nd}])[@＠](?:所有人|全体成员|all(?![\p{Lu}\p{Ll}\p{Lt}\p{Nd}]))/iu

/** Where a text first calls everybody, and in how many UTF-16 units. `@allen` and `me@all.example` do not. */
export function findCall(text: string): { at: number; length: number } | null {
  const found = CALL.exec(text)
  return found && { at: found.index, length: found[0].length }
}

/** Whether a message calls everybody, in its author's own plain words: not in code, quotes, spoilers or addresses (T-51). */
export const callsAll = ({ blocks }: Pick<Markup, 'blocks'>): boolean => blocks.some(isCallIn)

function isCallIn(block: Block): boolean {
  switch (block.kind) {
    case 'lines':
      return block.inside.some(isCall)
    case 'list':
      return block.items.some(({ blocks }) => blocks.some(isCallIn))
    case 'quote':
    case 'code':
      return false
  }
}

function isCall(part: Inline): boolean {
  switch (part.kind) {
    case 'text':
      return findCall(part.text) !== null
    case 'strong':
    case 'emphasis':
    case 'strike':
      return part.inside.some(isCall)
    case 'code':
    case 'spoiler':
    case 'link':
    case 'mention':
      return false
  }
}
