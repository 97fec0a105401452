import type { Books, Compared, Ending, Rule } from './books.ts'
import type { KnownLog } from './known-log.ts'

/**
 * C-3: `ok`(A) before send(B) implies number(A) < number(B); what anybody has heard counts as answered. And one client's messages
 * keep the order in which they were first sent (P-2).
 */
export function createOrder(books: Books): Rule {
  /** From the end: the earliest moment at which anything higher was known to be stored. */
  function checkRealTime(known: KnownLog, last: number): void {
    let earliest = { t: Number.POSITIVE_INFINITY, seq: 0 }
    for (let seq = last; seq > 0; seq--) {
      const sentT = known.get('sentT', seq)
      if (sentT > earliest.t) {
        const says = `was sent ${(sentT - earliest.t).toFixed(3)} ms after ${earliest.seq} was known, and has a lower number`
        books.say('C-3', { room: known.room, seq, client: books.nameOf(known.get('sender', seq)), says })
      }
      for (const t of [known.get('okT', seq), known.get('heardT', seq)]) if (t < earliest.t) earliest = { t, seq }
    }
  }

  function checkSenders(known: KnownLog, last: number): void {
    const turns = new Map<number, { turn: number; seq: number }>()
    for (let seq = 1; seq <= last; seq++) {
      const turn = known.get('turn', seq)
      if (Number.isNaN(turn)) continue
      const sender = known.get('sender', seq)
      const before = turns.get(sender)
      if (before && before.turn > turn) {
        const says = `was sent before ${before.seq} by the same client, and has a higher number`
        books.say('C-3', { room: known.room, seq, client: books.nameOf(sender), says })
      }
      turns.set(sender, { turn, seq })
    }
  }

  const lastOf = ({ known, kept }: Pick<Compared, 'known' | 'kept'>) => Math.min(known.top, kept)
  return {
    end({ compared }: Ending) {
      for (const one of compared) {
        checkRealTime(one.known, lastOf(one))
        checkSenders(one.known, lastOf(one))
      }
    },
  }
}
