import type { Books, Compared, Ending, Rule } from './books.ts'
import { revocationsOf } from './revocations.ts'
import type { Streams } from './streams.ts'

/**
 * C-9: nothing numbered after a revocation reaches the revoked by any road, and no body after its erasure reaches anybody. Numbers
 * decide, not times: who goes on with a stream that began before the ban, or whose answer knows of the ban, got too much.
 */
export function createRevoked(books: Books, streams: Streams): Rule {
  function checkPeople(compared: Compared): void {
    const { kept } = compared
    const { room, epoch } = compared.known
    for (const { who, out, back, barred } of revocationsOf(compared.final)) {
      if (out > kept) continue
      const stretches = streams.stretches({ principal: who, room, epoch })
      for (let at = 0; at < stretches.length; at += 2) {
        const [from = 0, to = 0] = stretches.slice(at, at + 2)
        const say = (says: string) => books.say('C-9', { room, seq: to, says: `${who}: ${says}` })
        if (from < out && to > out) say(`was put out by ${out}, and got events up to ${to}`)
        // Behind what a restore kept, other numbers let people in.
        if (barred && from >= out && from < back && from <= kept)
          say(`was put out by ${out}, and was let in again as of ${from}`)
      }
    }
  }

  function checkErased({ known, final, kept }: Compared): void {
    const { room } = known
    for (let seq = final.floor; seq <= Math.min(known.top, final.head, kept); seq++) {
      const row = final.rows[seq]
      const erased = final.erasedBy.get(seq) ?? row?.erased ?? 0
      // What a restore took back erased nothing of what was kept.
      if (!row || erased === 0 || erased > kept) continue
      const say = (says: string) => books.say('C-9', { room, seq, says })
      if (row.erased !== erased) say(`was erased by ${erased}, and its body is in the log`)
      if (known.get('bodyAsOf', seq) >= erased)
        say(`its body came to somebody who could know that ${erased} had erased it`)
      const goneT = earlier(known.get('okT', erased), known.get('heardT', erased))
      if (known.get('bodyAskedT', seq) > goneT) say(`its body was given to who asked after ${erased} had erased it`)
    }
  }

  return {
    end({ compared }: Ending) {
      streams.close()
      for (const one of compared) {
        checkPeople(one)
        checkErased(one)
      }
    },
  }
}

/** Of two moments that may not be known (NaN). */
const earlier = (one: number, other: number): number => (one < other || Number.isNaN(other) ? one : other)
