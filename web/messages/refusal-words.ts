import { words } from '#web/words/index.ts'
import { lateWords } from '#web/words/late.ts'
import type { Row } from './rows.ts'

/** The sentence for a refusal's code; a code of a newer server has the general one. */
export function whyNotSent({ code, re }: Pick<Row, 'code' | 're'>): string {
  const { why } = lateWords()
  // The room was there a moment ago: what is gone is the message that was answered.
  if (code === 'not_found' && re !== null) return words().actions.why.not_found
  const known = Object.entries(why).find(([name]) => name === code)
  return known ? known[1] : why.other
}

/** Sending the same text again would be refused again: it has to be changed first. */
export const isSameAgain = ({ code, re }: Pick<Row, 'code' | 're'>): boolean =>
  code === 'empty' || code === 'too_long' || code === 'bad_text' || (code === 'not_found' && re !== null)
