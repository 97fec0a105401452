import type { Books, Ending, Rule } from './books.ts'
import { Moments } from './moments.ts'
import type { Of, Roads } from './roads.ts'

/**
 * C-11: who asks for a file gets exactly the bytes of its name, the whole or the part, or a refusal by name, and of a picture the same
 * as all others; and who may read its message is not told that it is not there. A list of files names those of the log (C-5).
 */
export function createFilesRoad(books: Books, roads: Roads): Rule {
  function checkFound(ending: Ending, moments: Moments, entry: Of<'downloaded'>): void {
    const { room, file, askedT, principal, client } = entry
    const final = ending.finals.get(room)
    const seq = final?.files.get(file)
    // Its message is gone, or was never stored.
    if (!final || seq === undefined || final.erasureOf(seq) > 0) return
    // It had come before it was asked for; and nobody had put this person out, nor was there a restore since.
    if (!(moments.storedBy(room, seq) < askedT) || moments.revoked(final, principal).length > 0) return
    if (moments.sureUpTo(room, askedT) !== Number.POSITIVE_INFINITY) return
    books.say('C-11', { room, seq, client, says: `${file} is in the log, and was not found` })
  }

  /** By file and form. */
  const firsts = new Map<string, number>()

  function firstOf({ file, form }: Of<'downloaded'>, hash: number): number {
    const key = `${file} ${form}`
    const first = firsts.get(key) ?? hash
    firsts.set(key, first)
    return first
  }

  function checkGot(ending: Ending, moments: Moments, entry: Of<'downloaded'>): void {
    const { room, seq, file, client, got } = entry
    const say = (says: string) => books.say('C-11', { room, seq, client, says: `${file} ${says}` })
    if (got.how === 'bytes' && got.due !== undefined && got.hash !== got.due) say('has other bytes than its name says')
    if (got.how === 'bytes' && got.due === undefined && got.hash !== firstOf(entry, got.hash))
      say(`(${entry.form}) has other bytes than for others`)
    if (got.how !== 'refused') return
    if (got.code === 'not_found') checkFound(ending, moments, entry)
    else if (!/^[a-z_]+$/.test(got.code) || got.code === 'internal') say(`was refused without a name: ${got.code}`)
  }

  function checkList({ finals }: Ending, moments: Moments, { room, askedT, files, client }: Of<'listed'>): void {
    const sure = moments.sureUpTo(room, askedT)
    const final = finals.get(room)
    for (const { seq, file } of files) {
      if (!final || seq > sure || final.erasureOf(seq) > 0 || final.files.get(file) === seq) continue
      books.say('C-5', { room, seq, client, says: `${file} was in a list, and is not in the log` })
    }
  }

  return {
    end(ending: Ending) {
      const moments = new Moments(ending)
      for (const entry of roads.downloads) checkGot(ending, moments, entry)
      for (const list of roads.lists) checkList(ending, moments, list)
    },
  }
}
