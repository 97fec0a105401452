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

/** What the server said, if it was reached; what that means in words is not in the first load. */
export async function troubleFrom(error: unknown, limit: number, words: Words): Promise<NameTrouble> {
  const unreachable = { text: words.refused.unreachable }
  if (!(error instanceof Refused)) return unreachable
  return import('./name-refusal.ts').then(
    ({ refusedName }) => refusedName(error, limit, words),
    () => unreachable,
  )
}
