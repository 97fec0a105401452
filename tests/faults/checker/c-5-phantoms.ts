import type { Books, Compared, Ending, Rule } from './books.ts'

/** C-5: everything anybody received is in the final log, and nothing was received before it was sent. */
export function createPhantoms(books: Books): Rule {
  function check({ known, final, kept }: Compared): void {
    const { room } = known
    for (let seq = 1; seq <= Math.min(known.top, kept); seq++) {
      if (!known.isKnown(seq) || seq < final.floor) continue
      const row = final.rows[seq]
      if (!row) books.say('C-5', { room, seq, says: 'was received, and is not in the log' })
      else if (row.key !== known.get('key', seq))
        books.say('C-5', { room, seq, says: 'was received, and the log has another event' })
      if (known.get('heardT', seq) < known.get('sentT', seq))
        books.say('C-5', { room, seq, says: 'was received before it was sent' })
    }
  }

  return {
    end({ compared }: Ending) {
      for (const one of compared) check(one)
    },
  }
}
