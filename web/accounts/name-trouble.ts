import { characters } from '#protocol/text.ts'
import { Refused } from '#sdk/index.ts'
import type { Words } from '#web/words/index.ts'

/** What is wrong with a name, in words; and a name that would do, when the server knows one. */
export type NameTrouble = { text: string; suggestion?: string }

/** What can be seen without asking the server. */
export function troubleOf(name: string, limit: number, words: Words): NameTrouble | null {
  if (!name.trim()) return { text: words.enter.empty }
  if (characters(name.trim()) > limit) return { text: words.enter.tooLong(limit) }
  return null
}

/** What the server said. */
export async function troubleFrom(error: unknown, limit: number, words: Words): Promise<NameTrouble> {
  if (!(error instanceof Refused)) return { text: words.refused.unreachable }
  const { code, suggestion } = error.refusal
  switch (code) {
    case 'name_taken':
      return suggestion ? { text: words.enter.takenTry(suggestion), suggestion } : { text: words.enter.taken }
    case 'name_invalid':
    case 'bad_text':
      return { text: words.enter.invalid }
    case 'empty':
      return { text: words.enter.empty }
    case 'too_long':
      return { text: words.enter.tooLong(error.refusal.limit ?? limit) }
    default:
      return { text: await lateText(error, words) }
  }
}

/** Most names are refused for what stands above; the words of all other refusals are not in the first load. */
const lateText = (error: Refused, words: Words): Promise<string> =>
  import('#web/words/refusals.ts').then(
    ({ refusalSentence }) => refusalSentence(error),
    () => words.refused.unreachable,
  )
