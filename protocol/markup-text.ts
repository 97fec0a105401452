import type { Block, Inline, Item, Markup } from './markup.ts'

type TextOptions = {
  /** How a spoiler is written. Without it, its words stand there for all to read. */
  spoiler?: (inside: string) => string
  /** How a link is written whose words are not its address. Without it, its words alone. */
  link?: (words: string, href: string) => string
}

/** The words without their marks, line breaks kept. Of a body without marks it is the body. */
export const plainText = ({ blocks }: Markup, options: TextOptions = {}): string => textOfBlocks(blocks, options)

const textOfBlocks = (blocks: readonly Block[], options: TextOptions): string =>
  blocks.map((block) => textOfBlock(block, options)).join('\n')

function textOfBlock(block: Block, options: TextOptions): string {
  switch (block.kind) {
    case 'lines':
      return textOf(block.inside, options)
    case 'quote':
      return textOfBlocks(block.blocks, options)
    case 'list':
      return block.items.map((item) => textOfItem(item, options)).join('\n')
    case 'code':
      return block.text
  }
}

const textOfItem = ({ marker, blocks }: Item, options: TextOptions): string =>
  `${marker} ${textOfBlocks(blocks, options).replaceAll('\n', '\n  ')}`

/** The words of some parts. */
export const textOf = (parts: readonly Inline[], options: TextOptions = {}): string =>
  parts.map((part) => textOfPart(part, options)).join('')

function textOfPart(part: Inline, options: TextOptions): string {
  switch (part.kind) {
    case 'text':
    case 'code':
      return part.text
    case 'mention':
      return `@${part.name}`
    case 'spoiler':
      return (options.spoiler ?? same)(textOf(part.inside, options))
    case 'link': {
      const words = textOf(part.inside, options)
      return options.link ? options.link(words, part.href) : words
    }
    default:
      return textOf(part.inside, options)
  }
}

const same = (text: string): string => text
