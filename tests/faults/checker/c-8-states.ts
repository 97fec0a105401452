import type { Entry, SeenEvent } from '../history.ts'
import type { Books, Compared, Ending, Rule } from './books.ts'
import type { KnownLog } from './known-log.ts'

/** A line's number and that of its newest change, as one number. */
const PLACES = 100_000_000
type State = { hash: number; asOf: number; client: string }
type Page = { first: number; last: number; count: number; sum: number; client: string }

/**
 * C-8, its other half: snapshot + events = fresh snapshot. Whoever tells what became of a line up to the same change tells the same, no
 * page is older than it says, and none leaves out a line.
 */
export function createStates(books: Books): Rule {
  const states = new Map<KnownLog, Map<number, State>>()
  /** By `first last count sum`: a storm of joins gets one page. */
  const pages = new Map<KnownLog, Map<string, Page>>()

  function takeStates(log: KnownLog, lines: readonly SeenEvent[], asOf: number, client: string): void {
    const known = states.get(log) ?? new Map<number, State>()
    states.set(log, known)
    for (const { seq, now } of lines) {
      if (!now) continue
      const place = seq * PLACES + now.v
      const state = known.get(place)
      if (!state) known.set(place, { hash: now.hash, asOf, client })
      else if (state.hash !== now.hash) {
        const says = `after change ${now.v} it is another for ${client} than for ${state.client}`
        books.say('C-8', { room: log.room, seq, client, says })
      } else if (asOf > state.asOf) known.set(place, { hash: now.hash, asOf, client })
    }
  }

  function takePage(log: KnownLog, first: number, last: number, lines: readonly SeenEvent[], client: string): void {
    if (last < first) return
    const known = pages.get(log) ?? new Map<string, Page>()
    pages.set(log, known)
    let count = 0
    let sum = 0
    for (const { seq, type } of lines)
      if (type === 'message.posted') {
        count++
        sum += seq
      }
    known.set(`${first} ${last} ${count} ${sum}`, { first, last, count, sum, client })
  }

  function checkStates({ known, final, kept }: Compared): void {
    for (const [place, { hash, asOf, client }] of states.get(known) ?? []) {
      const line = Math.floor(place / PLACES)
      const v = place % PLACES
      if (asOf > kept || v > kept || final.erasures.has(v)) continue
      const changes = final.changes.get(line) ?? []
      const next = changes.find((seq) => seq > v)
      const say = (says: string) => books.say('C-8', { room: known.room, seq: line, client, says })
      const stored = final.states.get(line)
      if (stored?.v === v && stored.hash !== hash) say(`is another after change ${v} than the database has it`)
      if (v > 0 && !changes.includes(v)) say(`is told as of change ${v}, which changes something else`)
      if (next !== undefined && next <= asOf) say(`is told as of ${asOf}, and without its change ${next}`)
    }
  }

  function checkPages({ known, final, kept }: Compared): void {
    for (const { first, last, count, sum, client } of pages.get(known)?.values() ?? []) {
      if (last > kept || first < final.floor) continue
      const wanted = final.linesIn(first, last)
      if (wanted.count === count && wanted.sum === sum) continue
      const says = `a page of ${first} … ${last} has ${count} lines, and there are ${wanted.count}`
      books.say('C-8', { room: known.room, seq: last, client, says })
    }
  }

  return {
    take(entry: Entry) {
      if (entry.kind !== 'joined' && entry.kind !== 'reset' && entry.kind !== 'folded' && entry.kind !== 'read') return
      const log = books.log(entry.room, entry.epoch)
      const { client } = entry
      if (entry.kind === 'folded') return takeStates(log, entry.events, entry.asOf, client)
      if (entry.kind === 'read') {
        takeStates(log, entry.events, entry.asOf ?? 0, client)
        if (entry.whole) takePage(log, entry.whole.first, entry.whole.last, entry.events, client)
        return
      }
      takeStates(log, entry.lines, entry.last, client)
      takePage(log, entry.first, entry.last, entry.lines, client)
    },
    end({ compared }: Ending) {
      for (const one of compared) {
        checkStates(one)
        checkPages(one)
      }
    },
  }
}
