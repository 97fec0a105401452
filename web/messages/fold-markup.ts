import type { Block, Inline, Item, Markup } from '#protocol/markup.ts'
import { plainText } from '#protocol/markup-text.ts'
import { foldText } from './fold-text.ts'

/** The first part of a long message, or null when it is shown whole. A block of code folds by itself and counts for nothing. */
export function foldMarkup(markup: Markup): Markup | null {
  const counted = markup.blocks.filter(({ kind }) => kind !== 'code')
  const folded = foldText(plainText({ ...markup, blocks: counted }))
  if (folded === null) return null
  return { ...markup, blocks: cutBlocks(markup.blocks, { left: folded.length }) }
}

/** How many letters of the text may still be shown. */
type Budget = { left: number }

function cutBlocks(blocks: readonly Block[], budget: Budget): Block[] {
  const kept: Block[] = []
  for (const block of blocks) {
    if (budget.left <= 0) break
    kept.push(cutBlock(block, budget))
    // The line break between two blocks.
    if (block.kind !== 'code') budget.left -= 1
  }
  return kept
}

function cutBlock(block: Block, budget: Budget): Block {
  switch (block.kind) {
    case 'lines':
      return { ...block, inside: cutParts(block.inside, budget) }
    case 'quote':
      return { ...block, blocks: cutBlocks(block.blocks, budget) }
    case 'list':
      return { ...block, items: cutItems(block.items, budget) }
    case 'code':
      return block
  }
}

function cutItems(items: readonly Item[], budget: Budget): Item[] {
  const kept: Item[] = []
  for (const item of items) {
    if (budget.left <= 0) break
    budget.left -= item.marker.length + 1
    kept.push({ ...item, blocks: cutBlocks(item.blocks, budget) })
  }
  return kept
}

function cutParts(parts: readonly Inline[], budget: Budget): Inline[] {
  const kept: Inline[] = []
  for (const part of parts) {
    if (budget.left <= 0) break
    kept.push(cutPart(part, budget))
  }
  return kept
}

function cutPart(part: Inline, budget: Budget): Inline {
  if ('inside' in part) return { ...part, inside: cutParts(part.inside, budget) }
  const length = part.kind === 'mention' ? part.name.length + 1 : part.text.length
  const room = budget.left
  budget.left -= length
  if (length <= room || part.kind === 'mention') return part
  return { ...part, text: part.text.slice(0, room).toWellFormed() }
}
