import { type Signal, signal } from '@preact/signals'
import type { MessagePosted } from '#protocol/message-events.ts'
import { bodyOf, type ShownLine } from '#web/store/lines.ts'
import { spokenText } from '#web/store/marks.ts'

type Parts = Pick<MessagePosted, 'mentions' | 'files' | 'sticker' | 'emoticons'>
export type Said = { body?: string | undefined } & { [K in keyof Parts]?: Parts[K] | undefined }

const loaded: Signal<typeof import('#web/words/say-files.ts') | null> = signal<
  typeof import('#web/words/say-files.ts') | null
>(null)
let loading: Promise<unknown> | null = null

/**
 * What a message says where there are only words: its text without marks, and what stands for its files. Read it while
 * rendering; the words for files come with the first that need them.
 */
export function saidIn({ body = '', mentions, files, sticker, emoticons }: Said): string {
  const text = spokenText(body, mentions)
  if (!files?.length && !sticker && !emoticons) return text
  void load()
  return loaded.value?.sayFiles(text, { files, sticker, emoticons }) ?? text
}

function load(): Promise<unknown> {
  loading ??= import('#web/words/say-files.ts').then(
    (say) => {
      loaded.value = say
    },
    () => {
      loading = null
    },
  )
  return loading
}

/** The same of a message as it stands now. */
export const saidNow = (line: ShownLine): string => {
  const { mentions, emoticons } = line.now?.edited ?? line
  return saidIn({ body: bodyOf(line), mentions, emoticons, files: line.files, sticker: line.sticker })
}
