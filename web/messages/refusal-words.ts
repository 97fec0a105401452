import { words } from '#web/words/index.ts'

/** The sentence for a refusal's code; a code of a newer server has the general one. */
export function whyNotSent(code: string | null): string {
  const { why } = words().log
  const known = Object.entries(why).find(([name]) => name === code)
  return known ? known[1] : why.other
}

/** Sending the same text again would be refused again: it has to be changed first. */
export const isSameAgain = (code: string | null): boolean =>
  code === 'empty' || code === 'too_long' || code === 'bad_text'
