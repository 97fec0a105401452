import type { File } from '#protocol/files.ts'
import { withFiles } from '#protocol/files-text.ts'
import type { Emoticon } from '#protocol/packs.ts'
import { filesWords } from './files.ts'

type Beside = {
  files: readonly File[] | undefined
  sticker: Emoticon | undefined
  emoticons: readonly Emoticon[] | undefined
}

/** A text, and what stands beside and in it, in the words of the page: an emoticon is its name, `:tea:` is `[tea]`. */
export function sayFiles(text: string, { files, sticker, emoticons = [] }: Beside): string {
  const shown = sticker ? [...emoticons, sticker] : emoticons
  const said = shown.reduce((sum, { name }) => sum.replaceAll(`:${name}:`, `[${name}]`), text)
  return withFiles(said, files, filesWords().kinds)
}
