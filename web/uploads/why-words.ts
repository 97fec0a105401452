import { whyOfCode } from '#web/words/refusals.ts'
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
  // A newer server may know of more that can be too much.
  return whyOfCode(Object.hasOwn(say, name) ? name : why.code, say)
}

const pictureWhy = (what: string | undefined): string => (what === 'side' ? 'pixels' : (what ?? 'broken'))

/** Sending the same file again would be refused again. */
export const isFinal = ({ code }: Why): boolean =>
  code === 'too_large' || code === 'wrong_kind' || code === 'bad_picture' || code === 'unreadable'
