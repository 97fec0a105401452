import { uploadWords } from '#web/words/uploads.ts'
import type { Why } from './send-file.ts'

/** Why a file was not sent, in the words of the page. */
export function whyWords(why: Why): string {
  const say = uploadWords().why
  const name =
    why.code === 'quota_full'
      ? `quota_${'what' in why ? why.what : 'person'}`
      : why.code === 'bad_picture'
        ? pictureWhy('what' in why ? why.what : undefined)
        : why.code
  return Object.entries(say).find(([key]) => key === name)?.[1] ?? say.other
}

const pictureWhy = (what: string | undefined): string => (what === 'side' ? 'pixels' : (what ?? 'broken'))

/** Sending the same file again would be refused again. */
export const isFinal = ({ code }: Why): boolean =>
  code === 'too_large' || code === 'wrong_kind' || code === 'bad_picture' || code === 'unreadable'
