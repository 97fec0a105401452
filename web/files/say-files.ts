import { withFiles } from '#protocol/files-text.ts'
import type { Said } from '#web/store/said.ts'
import { filesWords } from '#web/words/files.ts'

/** A text, and what stands beside and in it, in the words of the page: an emoticon is its name, `:tea:` is `[tea]`. */
export function sayFiles(text: string, { files, sticker, emoticons, line, isSeen }: Said): string {
  const shown = [
    ...(emoticons ?? (line?.now?.edited ?? line)?.emoticons ?? []),
    ...[sticker ?? line?.sticker].filter((one) => one !== undefined),
  ]
  const said = shown.reduce((sum, { name }) => sum.replaceAll(`:${name}:`, `[${name}]`), text)
  const shownFiles = files ?? line?.files
  const named = isSeen && text !== '' ? shownFiles?.map(({ alt: _, ...file }) => file) : shownFiles
  return withFiles(said, named, filesWords().kinds)
}
