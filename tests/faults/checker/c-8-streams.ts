import type { Entry } from '../history.ts'
import type { Books, Ending, Rule } from './books.ts'
import type { FinalLog } from './final-log.ts'
import type { Stream, Streams } from './streams.ts'

/** How far the library has shown a room. */
type Shown = { epoch: string; cursor: number }
type Of<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>

/** Who has joined or was told of news so lately may still be on its way. */
const SETTLING_MS = 2_000

/**
 * C-8: each client's stream is contiguous from its snapshot across reconnects. `Streams` follows the wire; here is what the library has
 * shown of it, exactly once (P-11), and that in the end everybody has everything.
 */
export function createContiguous(books: Books, streams: Streams): Rule {
  const shown = new Map<string, Map<string, Shown>>()

  function takeShown({ client, room, epoch, snapshot, seqs }: Of<'shown'>) {
    const rooms = shown.get(client) ?? new Map<string, Shown>()
    shown.set(client, rooms)
    if (snapshot !== undefined) rooms.set(room, { epoch, cursor: snapshot })
    const place = rooms.get(room)
    const say = (seq: number, says: string) => books.say('C-8', { room, seq, client, says })
    if (!place) return say(seqs[0] ?? 0, 'was shown before any snapshot')
    if (place.epoch !== epoch) say(place.cursor, `is of epoch ${place.epoch}, and what was shown next of ${epoch}`)
    for (const seq of seqs) {
      if (seq <= place.cursor) say(seq, `was shown a second time, or late: ${place.cursor} stands there already`)
      else if (seq > place.cursor + 1) say(seq, `was shown after ${place.cursor}: what lies between never was`)
      place.cursor = Math.max(place.cursor, seq)
    }
  }

  function checkEnd({ t }: Ending, final: FinalLog, stream: Stream) {
    const { client, room, epoch, cursor, promised, joinedT } = stream
    const say = (says: string) => books.say('C-8', { room, seq: cursor, client, says })
    if (t - joinedT < SETTLING_MS) return
    if (epoch !== final.epoch) return say(`is left in epoch ${epoch}, and the log is ${final.epoch}`)
    if (cursor < promised) return say(`is the last that came, and everything up to ${promised} was promised`)
    if (cursor < final.head) return say(`is the last that came, and the log ends at ${final.head}`)
    const place = shown.get(client)?.get(room)
    if (place && place.cursor !== cursor) say(`came last on the wire, and ${place.cursor} was shown last`)
  }

  return {
    take(entry: Entry) {
      if (entry.kind === 'shown') takeShown(entry)
    },
    end(ending: Ending) {
      for (const stream of streams.live()) {
        const final = ending.finals.get(stream.room)
        if (final) checkEnd(ending, final, stream)
      }
    },
  }
}
