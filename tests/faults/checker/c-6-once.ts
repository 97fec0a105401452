import type { Books, Ending, Rule } from './books.ts'
import type { Commands, Dup } from './commands.ts'
import type { FinalLog } from './final-log.ts'

/** C-6: one event a (room, principal, client id); equal answers to equal sends. */
export function createOnce(books: Books, commands: Commands): Rule {
  function checkDup(ending: Ending, dup: Dup): void {
    const { room, epoch, seq, cid, key } = dup
    const compared = ending.compared.find(({ known }) => known.room === room && known.epoch === epoch)
    if (!compared || seq > compared.kept) return
    const { final, known } = compared
    const stored = final.seqOf.get(key)
    if (stored !== undefined && stored !== seq)
      books.say('C-6', { room, seq, cid, says: `a repeat was answered with this number, and its event is ${stored}` })
    else if (stored === undefined && !final.rows[seq] && seq >= final.floor && final.head > 0)
      books.say('C-4', { room, seq, cid, says: 'a repeat was answered with this number, which nothing has' })
    if (stored === seq) commands.noteStored(known, dup, seq, dup.t)
  }

  function checkFinal({ room, twice }: FinalLog): void {
    for (const { seq, first, cid } of twice)
      books.say('C-6', { room, seq, cid, says: `is there a second time: ${first} is the same command` })
  }

  return {
    end(ending: Ending) {
      for (const dup of commands.dups) checkDup(ending, dup)
      for (const final of ending.finals.values()) checkFinal(final)
    },
  }
}
