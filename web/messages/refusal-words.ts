import { limits } from '#protocol/limits.ts'
import { platformNow } from '#web/store/session.ts'
import { lateWords } from '#web/words/late.ts'
import { readingWords } from '#web/words/reading.ts'
import { whyOfCode } from '#web/words/refusals.ts'
import { toolWords } from '#web/words/tools.ts'
import { uploadWords } from '#web/words/uploads.ts'
import type { Row } from './rows.ts'

type Refused = Pick<Row, 'code' | 're' | 'call' | 'files'>

/** The sentence for a refusal's code; a code of a newer server has the general one. */
export function whyNotSent({ code, re, call, files }: Refused): string {
  const { why } = lateWords()
  if (call && code === 'forbidden') return readingWords().allTooMany(limits.mentionAllPeople)
  if (call?.untilMs) return readingWords().allTooSoon(minutesUntil(call.untilMs))
  // The room was there a moment ago: what is gone is the message that was answered.
  if (code === 'not_found' && re !== null) return toolWords().actions.why.not_found
  if (code === 'not_found' && files.length > 0) return uploadWords().filesGone
  return whyOfCode(code ?? 'other', why)
}

const minutesUntil = (ms: number): number => Math.max(1, Math.ceil((ms - platformNow()) / 60_000))

/** Sending the same text again would be refused again: it has to be changed first. */
export const isSameAgain = ({ code, re, call, files }: Refused): boolean =>
  (call !== null && code === 'forbidden') ||
  code === 'empty' ||
  code === 'too_long' ||
  code === 'bad_text' ||
  (code === 'not_found' && (re !== null || files.length > 0))
