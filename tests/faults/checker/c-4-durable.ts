import type { Books, Compared, Ending, Rule } from './books.ts'
import type { Commands } from './commands.ts'
import type { KnownLog } from './known-log.ts'

/** C-4: every `ok` is in the final log with that number, but for a declared change of epoch. */
export function createDurable(books: Books, commands: Pick<Commands, 'contested'>): Rule {
  function check({ known, final, kept }: Compared): void {
    const { room } = known
    for (let seq = 1; seq <= Math.min(known.top, kept); seq++) {
      const okKey = known.get('okKey', seq)
      if (Number.isNaN(okKey) || seq < final.floor) continue
      const row = final.rows[seq]
      if (!row) books.say('C-4', { room, seq, says: 'was acknowledged, and is not there' })
      else if (row.key !== okKey)
        books.say('C-4', { room, seq, says: 'was acknowledged, and another event has its number' })
    }
  }

  function checkContested({ room, epoch, seq, key }: Commands['contested'][number], compared: readonly Compared[]) {
    const own = compared.find(({ known }) => known.room === room && known.epoch === epoch)
    if (!own || seq > own.kept || own.final.rows[seq]?.key === key) return
    books.say('C-4', { room, seq, says: 'was acknowledged, and so was another with its number, which is there' })
  }

  function lost({ room, epoch, top }: KnownLog): void {
    if (top > 0) books.say('C-4', { room, seq: top, says: `the log of epoch ${epoch} is gone, and nobody declared it` })
  }

  return {
    end({ compared, lost: gone }: Ending) {
      for (const one of compared) check(one)
      for (const one of commands.contested) checkContested(one, compared)
      for (const one of gone) lost(one)
    },
  }
}
