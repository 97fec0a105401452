import type { Books, Ending, Rule } from './books.ts'
import type { Of } from './roads.ts'

/** What was acknowledged of a pack last: its pictures, or null where it is gone. */
type Known = { t: number; title: string; pictures: readonly string[] | null }

/**
 * C-14: a pack that was acknowledged is in every list that is asked for after that, with just the pictures that it was acknowledged with,
 * over every kill; one that was taken away is in none; and what was sent twice is one pack. One person changes packs, one change at a time.
 */
export function createPacks(books: Books): Rule {
  const known = new Map<string, Known>()
  /** `t`: of what the list does not agree with. */
  const faults: { t: number; client: string; says: string }[] = []

  function compare(list: Of<'packs'>): void {
    const note = (t: number, says: string) => faults.push({ t, client: list.client, says })
    const titles = new Set<string>()
    for (const { title } of list.packs) {
      if (titles.has(title)) note(Number.POSITIVE_INFINITY, `“${title}” is there twice`)
      titles.add(title)
    }
    const listed = new Map(list.packs.map((one) => [one.pack, one.pictures.join(' ')]))
    for (const [pack, { t, title, pictures }] of known) {
      if (list.askedT < t) continue
      const there = listed.get(pack)
      if (pictures === null && there !== undefined) note(t, `“${title}” was taken away, and is in a list`)
      else if (pictures !== null && there === undefined) note(t, `“${title}” was acknowledged, and is in no list`)
      else if (pictures !== null && there !== pictures.join(' '))
        note(t, `“${title}” has other pictures than it was acknowledged with`)
    }
  }

  return {
    take(entry) {
      const { t } = entry
      if (entry.kind === 'packed') known.set(entry.pack, { t, title: entry.title, pictures: entry.pictures })
      else if (entry.kind === 'unpacked') {
        const { title } = known.get(entry.pack) ?? { title: entry.pack }
        known.set(entry.pack, { t, title, pictures: null })
      } else if (entry.kind === 'packs') compare(entry)
    },
    end(ending: Ending) {
      // What a restore took back was lost on purpose.
      for (const { t, client, says } of faults)
        if (!ending.wasRestored(t)) books.say('C-14', { room: '', client, says })
    },
  }
}
