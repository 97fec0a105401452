import { refusalWords, whyOfCode } from '#web/words/refusals.ts'
import { searchWords } from '#web/words/search.ts'

/** Why what was written cannot be looked for, as a sentence. */
export function whyNotFound(code: string, limit: number): string {
  const say = searchWords()
  if (code === 'too_many') return say.tooManyWords(limit)
  return code === 'too_long' ? say.tooLong(limit) : refusalWords().sentence(whyOfCode(code))
}
