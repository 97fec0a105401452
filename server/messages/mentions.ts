import { mentionsName } from '#protocol/mentions.ts'
import type { Named } from '#protocol/people.ts'

/** Finds the names of people who have entered; others are left out. */
export type NamesOf = (ids: readonly string[]) => Promise<Named[]>

/**
 * Who is mentioned, as a member to be spread into an event. Whose `@name` does not stand in the body is left out, without a
 * refusal: somebody may have changed their name while it was written, and the message counts for more.
 */
export async function mentionsIn(
  body: string,
  ids: readonly string[] | undefined,
  namesOf: NamesOf,
): Promise<{ mentions?: Named[] }> {
  if (ids === undefined) return {}
  const mentions = (await namesOf(ids)).filter(({ name }) => mentionsName(body, name))
  return mentions.length > 0 ? { mentions } : {}
}
