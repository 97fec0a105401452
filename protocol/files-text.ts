import type { File, FileKind } from './files.ts'

/** What a kind of file is called in the reader's language: 图片, Picture. */
export type KindWords = Readonly<Record<FileKind, string>>

const MOST = 3

/**
 * What stands for the files of a message where only words can: `[Picture] a cup`, `[Voice] 0:12`, `[File] plan.pdf`; of many
 * pictures how many there are. Empty without files. Names and descriptions are their author's words, and may be anything.
 */
export function filesText(files: readonly File[] = [], words: KindWords): string {
  if (files.length > 1 && files.every(({ kind }) => kind === 'picture')) return `[${words.picture}] × ${files.length}`
  const parts = files.slice(0, MOST).map((file) => `[${words[file.kind]}]${aside(file)}`)
  return files.length > MOST ? `${parts.join(' ')} … × ${files.length}` : parts.join(' ')
}

function aside({ kind, name, alt, duration_ms: ms }: File): string {
  if (kind === 'picture') return alt === undefined ? '' : ` ${alt}`
  if (kind === 'voice') return ms === undefined ? '' : ` ${clockText(ms)}`
  return ` ${name}`
}

/** 0:07, 12:30, 1:02:03. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** The words of a message and what it shows, on one line: for notices, quotes and lists. */
export const withFiles = (text: string, files: readonly File[] | undefined, words: KindWords): string =>
  [filesText(files, words), text].filter((part) => part !== '').join(' ')
