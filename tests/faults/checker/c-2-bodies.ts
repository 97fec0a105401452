import type { Entry, SeenEvent } from '../history.ts'
import type { Books, Compared, Ending, Rule } from './books.ts'
import type { KnownLog, Reading } from './known-log.ts'
import type { Streams } from './streams.ts'

/**
 * C-2: (room, epoch, number) is one event with one body, for all clients at all times; after its erasure the stub, and only then.
 * It also writes down for the other rules what was heard.
 */
export function createBodies(books: Books, streams: Pick<Streams, 'asOf'>): Rule {
  /** What many clients of one process get is one list: it is looked through again only by who could have known more. */
  const looked = new WeakMap<readonly SeenEvent[], number>()

  function note(log: KnownLog, events: readonly SeenEvent[], reading: Reading, client: string): void {
    const asOf = reading.asOf ?? -1
    if (reading.askedT === undefined && (looked.get(events) ?? -2) >= asOf) return
    looked.set(events, Math.max(asOf, looked.get(events) ?? -1))
    for (const event of events) {
      const fault = log.note(event, reading)
      if (fault) books.say('C-2', { room: log.room, seq: event.seq, cid: event.cid, client, says: fault })
    }
  }

  function compare({ known, final, kept }: Compared): void {
    const { room } = known
    for (let seq = final.floor; seq <= Math.min(known.top, final.head, kept); seq++) {
      const row = final.rows[seq]
      if (!row) continue
      const [hash, stub, erased] = [known.get('hash', seq), known.get('stub', seq), known.get('erased', seq)]
      const say = (says: string) => books.say('C-2', { room, seq, says })
      // What a restore took back erases nothing any more.
      if (erased > kept) continue
      if (row.erased === 0 && !Number.isNaN(stub)) say('was shown as a stub, and has its body')
      else if (row.erased === 0 && !Number.isNaN(hash) && row.hash !== hash) say('has another body than was shown')
      else if (row.erased > 0 && !Number.isNaN(stub) && row.hash !== stub) say('is another stub than was shown')
      if (row.erased === 0 || Number.isNaN(stub)) continue
      if (erased !== row.erased) say(`was shown as erased by ${erased}, and was by ${row.erased}`)
      if (!final.erasures.has(row.erased)) say(`is a stub, and ${row.erased} erases nothing`)
    }
  }

  return {
    take(entry: Entry) {
      if (!('epoch' in entry) || entry.kind === 'ok' || entry.kind === 'resumed' || entry.kind === 'shown') return
      const log = books.log(entry.room, entry.epoch)
      const { t, client } = entry
      if (entry.kind === 'receive') note(log, entry.events, { t, asOf: streams.asOf(client, entry.room) }, client)
      else if (entry.kind === 'folded') note(log, entry.events, { t, asOf: entry.asOf }, client)
      else if (entry.kind === 'read') note(log, entry.events, { t, askedT: entry.askedT }, client)
      else {
        note(log, entry.lines, { t, asOf: entry.asOf }, client)
        note(log, entry.events, { t, asOf: entry.asOf }, client)
      }
    },
    end({ compared }: Ending) {
      for (const one of compared) compare(one)
    },
  }
}
