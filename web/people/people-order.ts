import type { PresentPerson } from '#protocol/people.ts'

/** The others, newest first: who has just come is seen. Oneself stands below the list, not in it. */
export function arrange(list: ReadonlyMap<string, PresentPerson> | null, mine: string | undefined): PresentPerson[] {
  const others = [...(list?.values() ?? [])].filter((person) => person.id !== mine)
  return others.sort((one, other) => other.since_ms - one.since_ms || (one.id < other.id ? -1 : 1))
}
