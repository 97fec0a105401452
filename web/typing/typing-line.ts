import type { Named } from '#protocol/people.ts'
import type { Words } from '#web/words/index.ts'

/** This many are named. */
const NAMED = 3

/** A name may run the other way: what stands beside it must not be drawn in. */
const isolated = (name: string): string => `\u2068${name}\u2069`

/** What the strip says, in two parts: long names give way, what they do stays. Null: nothing. */
export function typingLine(typists: readonly Named[], say: Words['typing']): { names: string; verb: string } | null {
  if (typists.length === 0) return null
  if (typists.length > NAMED) return { names: '', verb: say.several }
  const names = typists.map(({ name }) => name)
  return { names: say.names(names.map(isolated)), verb: say.write(names) }
}
