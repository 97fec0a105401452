import type { Books, Ending, Rule } from './books.ts'
import { Moments } from './moments.ts'
import type { Of, Roads } from './roads.ts'

/**
 * A push is written when it is sent, and its line has 5 s to take it (docs/decisions/0023): twice that, for whoever reads it on a
 * machine that does much else.
 */
export const AWAY_MS = 10_000

/**
 * C-9 of pushes, files and lists of files: nothing that was said after a revocation reaches the revoked, whoever asks after it gets no
 * bytes, and nobody is pushed to, or gets bytes, of what was erased before.
 */
export function createRevokedRoads(books: Books, roads: Roads): Rule {
  function checkPush(ending: Ending, moments: Moments, push: Of<'pushed'>): void {
    const { room, seq, t, client, principal } = push
    const final = ending.finals.get(room)
    if (!final) return
    const say = (says: string) => books.say('C-9', { room, seq, client, says })
    const wasHeld = (since: number) => ending.wasStalled('', since, t)
    // What was put out in a log that went back is not known any more.
    const isSure = moments.sureUpTo(room, t) === Number.POSITIVE_INFINITY
    for (const revoked of isSure ? moments.revoked(final, principal) : []) {
      const { out, barred } = revoked
      if (!barred || t >= moments.backFrom(room, revoked)) continue
      const since = moments.storedBy(room, out)
      if (seq > out) say(`was pushed to who was put out by ${out}`)
      else if (t > since + AWAY_MS && !wasHeld(since))
        say(`was pushed ${Math.round(t - since)} ms after ${out} had put out who got it`)
    }
    const erased = final.erasureOf(seq)
    const since = erased > 0 ? moments.storedBy(room, erased) : Number.POSITIVE_INFINITY
    if (t > since + AWAY_MS && !wasHeld(since))
      say(`was pushed ${Math.round(t - since)} ms after ${erased} had erased it`)
  }

  function checkDownload(ending: Ending, moments: Moments, entry: Of<'downloaded'>): void {
    const { room, file, askedT, client, principal } = entry
    const final = ending.finals.get(room)
    if (!final || entry.got.how !== 'bytes') return
    const seq = entry.seq
    const say = (says: string) => books.say('C-9', { room, seq, client, says: `${file}: ${says}` })
    const isSure = moments.sureUpTo(room, askedT) === Number.POSITIVE_INFINITY
    for (const revoked of isSure ? moments.revoked(final, principal) : [])
      if (revoked.barred && askedT > moments.storedBy(room, revoked.out) && entry.t < moments.backFrom(room, revoked))
        say(`was given to who was put out by ${revoked.out}`)
    checkErased(ending, moments, entry, seq, say)
  }

  function checkErased(
    { finals }: Ending,
    moments: Moments,
    { room, askedT }: { room: string; askedT: number },
    seq: number,
    say: (says: string) => void,
  ): void {
    if (seq > moments.sureUpTo(room, askedT)) return
    const erased = finals.get(room)?.erasureOf(seq) ?? 0
    if (erased > 0 && askedT > moments.storedBy(room, erased))
      say(`was given to who asked after ${erased} had erased its message`)
  }

  return {
    end(ending: Ending) {
      const moments = new Moments(ending)
      for (const { pushes } of roads.watches()) for (const push of pushes) checkPush(ending, moments, push)
      for (const entry of roads.downloads) checkDownload(ending, moments, entry)
      for (const list of roads.lists)
        for (const { seq, file } of list.files)
          checkErased(ending, moments, list, seq, (says) =>
            books.say('C-9', { room: list.room, seq, client: list.client, says: `${file} in a list: ${says}` }),
          )
    },
  }
}
