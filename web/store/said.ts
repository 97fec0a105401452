import { type Signal, signal } from '@preact/signals'
import type { File } from '#protocol/files.ts'
import type { Emoticon } from '#protocol/packs.ts'
import type { Named } from '#protocol/people.ts'
import type { ShownLine } from '#web/store/lines.ts'
import { spokenText } from '#web/store/marks.ts'

/** A message, or what is known of it: what it says and shows, and the line of the log that has the rest. */
export type Said = {
  body?: string | undefined
  mentions?: readonly Named[] | undefined
  files?: readonly File[] | undefined
  sticker?: Emoticon | undefined
  emoticons?: readonly Emoticon[] | undefined
  line?: ShownLine | null
  /** Beside it stands what it shows: a picture with a text is not described. */
  isSeen?: boolean
}

/** Puts words for what is no text beside it. It comes when the page is idle (web/files/start-files.ts). */
export const filesSayer: Signal<((text: string, said: Said) => string) | null> = signal<
  ((text: string, said: Said) => string) | null
>(null)

/** What a message says where there are only words: its text without marks, and what stands for its files. Read it while rendering. */
export function saidIn(said: Said): string {
  const text = spokenText(said.body ?? '', said.mentions)
  return filesSayer.value?.(text, said) ?? text
}
