import type { Books, Ending, Rule } from './books.ts'
import type { FinalLog } from './final-log.ts'

/** C-1: a room's numbers are floor … head without gap or double. */
export function createNumbers(books: Books): Rule {
  function check(final: FinalLog): void {
    const { room, floor, head, rows } = final
    for (const seq of final.doubled) books.say('C-1', { room, seq, says: 'this number is there twice' })
    for (const seq of final.outside) books.say('C-1', { room, seq, says: `lies outside of ${floor} … ${head}` })
    for (let seq = floor; seq <= head; seq++)
      if (!rows[seq]) books.say('C-1', { room, seq, says: `no event has this number, though the head is ${head}` })
  }

  return {
    end({ finals }: Ending) {
      for (const final of finals.values()) check(final)
    },
  }
}
