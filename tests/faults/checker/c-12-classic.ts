import type { Books, Ending, Rule } from './books.ts'

type Heard = { words: number; t: number }
/** One line of a classic page, from its handShake to its end. */
type Visit = { client: string; said: number[]; heard: Heard[] }
type Place = { room: string; seq: number }

/**
 * C-12: a classic page has no numbers and no answers; what it hears is its word for it. So whatever a page heard of what a page said is
 * in the log, once, and each page hears all of it in the order of the log, from the first that it heard to the last. A page's own words
 * keep their order (P-2).
 */
export function createClassic(books: Books): Rule {
  const visits: Visit[] = []
  const open = new Map<string, Visit>()
  const said = new Set<number>()

  function checkHeard(
    ending: Ending,
    places: ReadonlyMap<number, Place>,
    lines: readonly number[],
    visit: Visit,
  ): void {
    const { client } = visit
    let last = 0
    for (const { words, t } of visit.heard) {
      const place = places.get(words)
      if (!place && said.has(words) && !ending.wasRestored(t))
        books.say('C-12', { room: 'lobby', client, says: 'a classic page heard what is not in the log' })
      if (!place) continue
      const { room, seq } = place
      if (seq <= last) books.say('C-12', { room, seq, client, says: `was heard after #${last}, or twice` })
      else if (last > 0)
        for (const between of lines.filter((one) => one > last && one < seq))
          books.say('C-12', { room, seq: between, client, says: `was not heard between #${last} and #${seq}` })
      last = Math.max(last, seq)
    }
  }

  function checkOrder(places: ReadonlyMap<number, Place>, { client, said: own }: Visit): void {
    let last = 0
    for (const words of own) {
      const { room, seq } = places.get(words) ?? { room: '', seq: last }
      if (seq < last) books.say('C-12', { room, seq, client, says: `was said after #${last}, by the same page` })
      last = Math.max(last, seq)
    }
  }

  /** Of what classic pages said. No page says anything twice. */
  function placesIn({ finals }: Ending): Map<number, Place> {
    const places = new Map<number, Place>()
    for (const { room, rows } of finals.values())
      for (const [seq, row] of rows.entries()) {
        if (!row || !said.has(row.words)) continue
        const first = places.get(row.words)
        if (first) books.say('C-12', { room, seq, says: `is stored a second time: #${first.seq}` })
        else places.set(row.words, { room, seq })
      }
    return places
  }

  return {
    take(entry) {
      const { client, t } = entry
      if (entry.kind === 'classic_in') {
        const visit = { client, said: [], heard: [] }
        visits.push(visit)
        open.set(client, visit)
      } else if (entry.kind === 'classic_said') {
        said.add(entry.words)
        open.get(client)?.said.push(entry.words)
      } else if (entry.kind === 'classic_heard') open.get(client)?.heard.push({ words: entry.words, t })
    },
    end(ending) {
      const places = placesIn(ending)
      const lines = [...places.values()].map(({ seq }) => seq).sort((one, other) => one - other)
      for (const visit of visits) {
        checkHeard(ending, places, lines, visit)
        checkOrder(places, visit)
      }
    },
  }
}
