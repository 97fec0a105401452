import type { File } from '#protocol/files.ts'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { endingOf } from './file-name.ts'

const byEnding: Readonly<Record<string, AnyIconName>> = Object.fromEntries([
  ...'zip rar 7z gz tgz bz2 xz zst tar'.split(' ').map((ending) => [ending, 'file-archive']),
  ...'csv tsv xls xlsx ods numbers'.split(' ').map((ending) => [ending, 'file-spreadsheet']),
  ...'js ts tsx jsx json html css py rb go rs c h cpp java sh sql xml yml yaml toml php kt swift'
    .split(' ')
    .map((ending) => [ending, 'file-code']),
  ...'pdf txt md doc docx odt rtf pages epub log'.split(' ').map((ending) => [ending, 'file-text']),
  ...'svg psd ai heic avif tif tiff bmp'.split(' ').map((ending) => [ending, 'file-image']),
])

/** Told by the ending: it is only a picture of what people think that the file is. */
export function iconOf({ kind, name }: Pick<File, 'kind' | 'name'>): AnyIconName {
  if (kind === 'audio' || kind === 'voice') return 'file-music'
  if (kind === 'video') return 'file-video'
  if (kind === 'picture') return 'file-image'
  return byEnding[endingOf(name)] ?? 'file'
}
