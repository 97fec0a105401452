import type { Entry } from '../history.ts'
import type { Books, Ending, Rule } from './books.ts'
import { keyOf } from './known-log.ts'
import type { Of } from './roads.ts'

export type SaidRule = Rule & {
  /** Stickers that were found in the log as they were said. */
  readonly stickers: number
}

/** A sticker on its way; `refusedT`: when it was told that it is not there. */
type Sticker = { room: string; cid: string; client: string; picture: string; toldT: number; refusedT: number | null }

/**
 * C-15: what is shown is what was said. A message of the log has the words, the files and the sticker that somebody wrote with its
 * client id, the picture with the name and the size that it was offered with; that all are shown the same is C-2. And a sticker that
 * was offered is taken, unless its pack was taken away.
 */
export function createSaid(books: Books): SaidRule {
  /** By room: hash of what was written, by its key. A number each; a message of a long run costs some 40 bytes. */
  const written = new Map<string, Map<number, number>>()
  const stickers = new Map<number, Sticker>()
  /** The pack of a picture, as far as its owner was told; packs that she took away. */
  const packOf = new Map<string, string>()
  const gone = new Set<string>()
  let found = 0

  function note(entry: Of<'wrote'>): void {
    const { room, cid, client, principal, said, sticker } = entry
    const key = keyOf(principal, cid)
    const ofRoom = written.get(room) ?? new Map<number, number>()
    written.set(room, ofRoom.set(key, said))
    if (sticker) stickers.set(key, { room, cid, client, ...sticker, refusedT: null })
  }

  function noteRefusal({ t, principal, cid, code }: Of<'refused'>): void {
    const sticker = code === 'not_found' ? stickers.get(keyOf(principal, cid)) : undefined
    if (sticker) sticker.refusedT = t
  }

  function notePack({ pack, pictures }: { pack: string; pictures: readonly string[] }): void {
    for (const picture of pictures) packOf.set(picture, pack)
  }

  function checkLogs({ finals }: Ending): void {
    for (const [room, ofRoom] of written) {
      const final = finals.get(room)
      for (const [key, said] of ofRoom) {
        const seq = final?.seqOf.get(key) ?? 0
        const row = final?.rows[seq]
        // It was refused, a restore took it back, or its words are gone for good.
        if (!row || row.erased > 0) continue
        if (row.said !== said) books.say('C-15', { room, seq, says: 'says something else than was written' })
        else if (stickers.has(key)) found++
      }
    }
  }

  function checkRefusals(ending: Ending): void {
    for (const { room, cid, client, picture, toldT, refusedT } of stickers.values()) {
      const isGone = gone.has(packOf.get(picture) ?? '') || ending.wasRestored(toldT)
      if (refusedT !== null && !isGone)
        books.say('C-15', { room, cid, client, says: `${picture} was offered, and refused as a sticker` })
    }
  }

  return {
    get stickers() {
      return found
    },
    take(entry: Entry) {
      if (entry.kind === 'wrote') note(entry)
      else if (entry.kind === 'refused') noteRefusal(entry)
      else if (entry.kind === 'packed') notePack(entry)
      else if (entry.kind === 'packs') for (const pack of entry.packs) notePack(pack)
      else if (entry.kind === 'unpacked') gone.add(entry.pack)
    },
    end(ending: Ending) {
      checkLogs(ending)
      checkRefusals(ending)
    },
  }
}
