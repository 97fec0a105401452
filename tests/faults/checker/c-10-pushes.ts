import { hashText } from '../hash-of.ts'
import type { Books, Ending, Rule } from './books.ts'
import type { FinalLog } from './final-log.ts'
import { Moments } from './moments.ts'
import type { Of, Roads, Watch } from './roads.ts'

/** After a push a person is left alone by that room for so long (docs/decisions/0023); a server that starts knows nothing of it. */
const QUIET_MS = 30_000
/** Else it is told within this, where its push service answers: the wait of the setting, and some tries that a fault let fail. */
const TOLD_MS = 45_000

type Message = { seq: number; by: number; sinceMs: number }
/** Not before `fromMs`; by `surelyMs` it was so. */
type End = { fromMs: number; surelyMs: number }

export type PushWants = { toldWithinMs?: number }

/**
 * C-10: a push leads to a message of the log (C-5) of somebody else, and says what it says, or where words are hidden none of it
 * (C-2); and whoever wants to hear of all that is said, and reads nothing, is told of it, whatever goes down meanwhile.
 */
export function createPushes(books: Books, roads: Roads, { toldWithinMs = TOLD_MS }: PushWants = {}): Rule {
  function checkPush(ending: Ending, moments: Moments, push: Of<'pushed'>, isHidden: boolean): void {
    const { room, seq, t, client, principal } = push
    const sure = moments.sureUpTo(room, t)
    if (seq > sure) return
    const final = ending.finals.get(room)
    const row = final?.rows[seq]
    if (!final || !row || !final.isLine(seq)) {
      books.say('C-5', { room, seq, client, says: 'was pushed, and is no message of the log' })
      return
    }
    if (t < moments.saidFrom(room, seq)) books.say('C-5', { room, seq, client, says: 'was pushed before it was sent' })
    if (row.by === hashText(principal)) books.say('C-10', { room, seq, client, says: 'was pushed to who had said it' })
    // Which edits a restore took back nobody knows.
    if (push.words === undefined || sure < Number.POSITIVE_INFINITY) return
    const said = wordsOf(final, seq)
    const isSaid = said.includes(push.words)
    if (isHidden && isSaid)
      books.say('C-10', { room, seq, client, says: 'was pushed with its words, which were to be hidden' })
    // Of what was erased, or has marks, nobody knows any more what it said.
    if (!isHidden && !isSaid && !said.includes(0))
      books.say('C-2', { room, seq, client, says: 'was pushed with other words than it has' })
  }

  const said = new Map<FinalLog, readonly Message[]>()

  function messagesOf(final: FinalLog, moments: Moments): readonly Message[] {
    const known = said.get(final) ?? [...messages(final, moments)]
    said.set(final, known)
    return known
  }

  /** What is due to somebody: messages that others have said while it listened, by their numbers. */
  function* due(final: FinalLog, moments: Moments, watch: Watch, ends: readonly End[]) {
    const me = hashText(watch.principal)
    for (const { seq, by, sinceMs } of messagesOf(final, moments)) {
      const begun = by === me ? undefined : watch.begun.findLast(({ t }) => t <= sinceMs)
      if (!begun) continue
      const over = ends.filter(({ surelyMs }) => surelyMs > begun.askedT).map(({ fromMs }) => fromMs)
      yield { seq, sinceMs, endMs: Math.min(...over, Number.POSITIVE_INFINITY) }
    }
  }

  function checkTold(ending: Ending, moments: Moments, watch: Watch): void {
    const { room, client } = watch
    const final = ending.finals.get(room)
    const ends = final ? endsOf(ending, moments, watch, final) : null
    if (!final || !ends) return
    const told = watch.pushes.filter(({ seq, t }) => final.isLine(seq) && seq <= moments.sureUpTo(room, t))
    let at = 0
    for (const { seq, sinceMs, endMs } of due(final, moments, watch, ends)) {
      while (at < told.length && (told[at]?.seq ?? 0) < seq) at++
      const untilMs = Math.min(told[at]?.t ?? Number.POSITIVE_INFINITY, endMs, ending.t)
      if (untilMs - sinceMs <= toldWithinMs) continue
      const before = told[at - 1]?.t ?? Number.NEGATIVE_INFINITY
      const loudMs = Math.min(before + QUIET_MS, ending.startedAfter(before))
      const fromMs = before < sinceMs + toldWithinMs ? Math.max(sinceMs, loudMs) : sinceMs
      if (untilMs - fromMs - ending.outageMs(sinceMs, untilMs) <= toldWithinMs) continue
      const says = `was not pushed within ${Math.round(untilMs - sinceMs)} ms to who wanted to hear of it`
      books.say('C-10', { room, seq, client, says })
      // What comes behind it waits for the same.
      return
    }
  }

  return {
    end(ending: Ending) {
      const moments = new Moments(ending)
      for (const watch of roads.watches()) {
        const isHidden = watch.begun[0]?.hidden ?? false
        for (const push of watch.pushes) checkPush(ending, moments, push, isHidden)
        checkTold(ending, moments, watch)
      }
    },
  }
}

/** What a message and its edits would say; 0 among them where that is not known. */
function wordsOf(final: FinalLog, seq: number): number[] {
  const all = [seq, ...(final.changes.get(seq) ?? [])].map((one) => final.rows[one]?.words ?? 0)
  return all.filter((words) => words >= 0)
}

/** Messages that stand, with the time when they were known to be stored. */
function* messages(final: FinalLog, moments: Moments): Iterable<Message> {
  for (let seq = Math.max(1, final.floor); seq <= final.head; seq++) {
    const row = final.rows[seq]
    const sinceMs = row && final.isLine(seq) ? moments.storedBy(final.room, seq) : Number.POSITIVE_INFINITY
    if (row && sinceMs < Number.POSITIVE_INFINITY && final.erasureOf(seq) === 0) yield { seq, by: row.by, sinceMs }
  }
}

/** When somebody ceased to listen: put out, or its place was taken back by a restore. Null: nobody knows when. */
function endsOf(ending: Ending, moments: Moments, { room, principal, ends }: Watch, final: FinalLog): End[] | null {
  const all = ends.map((t) => ({ fromMs: t, surelyMs: t }))
  for (const deed of ending.deeds)
    if (deed.kind === 'epoch_changed' && deed.room === room) all.push({ fromMs: deed.t, surelyMs: deed.t })
  for (const { out } of moments.revoked(final, principal)) {
    const fromMs = moments.saidFrom(room, out)
    if (fromMs === Number.NEGATIVE_INFINITY) return null
    all.push({ fromMs, surelyMs: moments.storedBy(room, out) })
  }
  return all
}
