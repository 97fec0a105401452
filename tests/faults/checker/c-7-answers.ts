import type { Books, Ending, Rule } from './books.ts'
import { ANSWER_MS, type Command, type Commands } from './commands.ts'
import type { Streams } from './streams.ts'

/** A client that is back in the room for so long has sent again whatever it was not sure of. */
const RESOLVED_MS = 10_000

/** C-7: refused implies not in the log; each command has one answer, within 10 s while the line is open; `unknown` is resolved. */
export function createAnswers(books: Books, commands: Commands, streams: Pick<Streams, 'find'>): Rule {
  function checkRefused({ finals }: Ending): void {
    for (const [room, refused] of commands.refused)
      for (const [key, { cid, client, code }] of refused) {
        const seq = finals.get(room)?.seqOf.get(key)
        if (seq !== undefined)
          books.say('C-7', { room, seq, cid, client, says: `was refused (${code}), and is in the log` })
      }
  }

  function checkLate(ending: Ending): void {
    const waits = [...commands.late]
    for (const { room, cid, pending } of commands.open())
      for (const { client, t } of pending) waits.push({ room, cid, client, from: t, until: ending.t })
    for (const { room, cid, client, from, until } of waits) {
      if (until - from < ANSWER_MS || ending.wasStalled(client, from, until)) continue
      books.say('C-7', {
        room,
        cid,
        client,
        says: `had no answer for ${Math.round(until - from)} ms, and its line was open; then or next: ${ending.faultAt(from)}`,
      })
    }
  }

  function checkResolved(ending: Ending, asked: Command): void {
    const { room, cid, sender, unknownT, pending, command } = asked
    if (command !== 'message.post' || unknownT === 0 || pending.length > 0) return
    const stream = streams.find(sender, room)
    if (!stream?.live || ending.t - Math.max(stream.joinedT, unknownT) < RESOLVED_MS) return
    if (ending.wasStalled(sender, stream.joinedT, ending.t)) return
    // Its own event told it: a client that is shown what it said has no need to say it again.
    if (ending.wentBack(room, asked.firstT)) return
    // Who was put out meanwhile is not let say it again: it waits for its person.
    if (ending.finals.get(room)?.members.some(({ who, how }) => who === asked.principal && how === 'banned')) return
    const seq = ending.finals.get(room)?.seqOf.get(asked.key) ?? Number.POSITIVE_INFINITY
    if (seq <= stream.cursor) return
    books.say('C-7', { room, cid, client: sender, says: 'was never known to be stored, and not sent again' })
  }

  return {
    end(ending: Ending) {
      checkRefused(ending)
      checkLate(ending)
      for (const command of commands.open()) checkResolved(ending, command)
    },
  }
}
