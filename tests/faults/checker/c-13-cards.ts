import type { Got } from '../history.ts'
import type { Books, Ending, Rule } from './books.ts'
import type { Of } from './roads.ts'

/**
 * C-13: a card is whole, or there is none: it says what the page behind its link says of itself, whatever broke while that was asked.
 * And what a card or a pack names is served, with the same bytes to everybody, or refused by name.
 */
export function createCards(books: Books): Rule {
  const asked: Of<'pictured'>[] = []
  const firsts = new Map<string, number>()

  function complaint(ending: Ending, { what, toldT, got }: Of<'pictured'>): string | null {
    if (got.how === 'bytes') return isAsFirst(what, got) ? null : 'has other bytes than for others'
    if (got.how === 'broken') return null
    if (got.code === 'not_found') return ending.wasRestored(toldT) ? null : 'was told of, and was not found'
    return /^[a-z_]+$/.test(got.code) && got.code !== 'internal' ? null : `was refused without a name: ${got.code}`
  }

  function isAsFirst(what: string, { hash }: Extract<Got, { how: 'bytes' }>): boolean {
    const first = firsts.get(what) ?? hash
    firsts.set(what, first)
    return first === hash
  }

  return {
    take(entry) {
      if (entry.kind === 'pictured') asked.push(entry)
      if (entry.kind !== 'carded' || entry.hash === entry.due) return
      const { room, seq, client } = entry
      books.say('C-13', { room, seq, client, says: 'a card says something else than its page' })
    },
    end(ending) {
      for (const entry of asked) {
        const says = complaint(ending, entry)
        if (says !== null) books.say('C-13', { room: '', client: entry.client, says: `${entry.what} ${says}` })
      }
    },
  }
}
