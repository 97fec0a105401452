import type { Person, PresentPerson } from '#protocol/people.ts'

/** A row of the list: `since_ms` is absent of who belongs to a private chat and is not here. */
export type Listed = Person & { since_ms?: number }

type Shown = {
  present: ReadonlyMap<string, PresentPerson> | null
  belonging: readonly Person[]
  mine: string | undefined
}

/** The others, newest first: who has just come is seen. Oneself stands below the list, not in it. */
export function arrange({ present, belonging, mine }: Shown): Listed[] {
  const others = [...(present?.values() ?? [])].filter((person) => person.id !== mine)
  const absent = belonging.filter(({ id }) => id !== mine && !present?.has(id))
  return [...others.sort((one, other) => other.since_ms - one.since_ms || (one.id < other.id ? -1 : 1)), ...absent]
}
