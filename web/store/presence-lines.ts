import type { PeoplePush, Person } from '#protocol/people.ts'
import { people } from '#web/store/people.ts'
import { type PresenceLine, presenceLines } from '#web/store/presence-shown.ts'
import { after, inRoom, me, onRoomLeft, platformNow } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** `known` is null before the first list, and where too many are present for one. `gone` may still come back. */
export type Presence = {
  known: ReadonlyMap<string, Person> | null
  gone: ReadonlyMap<string, { person: Person; at: number }>
  lines: readonly PresenceLine[]
  made: number
}

/** Where the log and the clock stand, and who is oneself. */
export type Now = { head: number; ms: number; mine: string | undefined }

export const emptyPresence: Presence = { known: null, gone: new Map(), lines: [], made: 0 }

/** Who is away for less shows nothing (client.md 6.7). */
const AWAY_MS = 60_000
const MOST_LINES = 100
const MOST_NAMED = 200

/** What a `people` frame changes. Leaving is only noted: `settlePresence` makes its line. */
export function applyPresence(state: Presence, push: PeoplePush, now: Now): Presence {
  const { known } = state
  if (!push.all && !push.came && !push.went && !push.changed) return { ...state, known: null, gone: new Map() }
  if (!known) return push.all ? { ...state, known: mapOf(push.all) } : state
  const next = new Map(known)
  for (const id of push.went ?? []) next.delete(id)
  for (const person of [...(push.came ?? []), ...(push.changed ?? [])]) next.set(person.id, person)
  return noteComing(noteGoing({ ...state, known: push.all ? mapOf(push.all) : next }, known, now), known, now)
}

const mapOf = (people: readonly Person[]): Map<string, Person> => new Map(people.map((person) => [person.id, person]))

function noteGoing(state: Presence, before: ReadonlyMap<string, Person>, now: Now): Presence {
  const gone = new Map(state.gone)
  for (const person of before.values()) {
    if (person.id !== now.mine && !state.known?.has(person.id)) gone.set(person.id, { person, at: now.ms })
  }
  return { ...state, gone }
}

function noteComing(state: Presence, before: ReadonlyMap<string, Person>, now: Now): Presence {
  let next = state
  for (const person of state.known?.values() ?? []) {
    const back = next.gone.get(person.id)
    const was = before.get(person.id) ?? back?.person
    if (back) next = { ...next, gone: without(next.gone, person.id) }
    if (was && was.name !== person.name) next = addRenaming(next, was.name, person, now)
    else if (!was && person.id !== now.mine) next = addToFold(next, 'came', person, now)
  }
  return next
}

/** Lines for those who have been away for a minute. Who came and went while nothing was said cancels out. */
export function settlePresence(state: Presence, now: Now): Presence {
  let next = state
  for (const [id, { person, at }] of state.gone) {
    if (now.ms - at < AWAY_MS) continue
    next = { ...next, gone: without(next.gone, id) }
    const fold = next.lines.findLast((line) => line.kind === 'came' && line.afterSeq === now.head)
    const cameJustNow = fold?.people.some((one) => one.id === id) ?? false
    next = fold && cameJustNow ? takeFromFold(next, fold, id) : addToFold(next, 'went', person, now)
  }
  return next
}

/** When `settlePresence` has something to do next; null when nobody is awaited. */
export function nextSettling(state: Presence): number | null {
  const times = [...state.gone.values()].map(({ at }) => at + AWAY_MS)
  return times.length ? Math.min(...times) : null
}

function without<V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

function addToFold(state: Presence, kind: 'came' | 'went', person: Person, now: Now): Presence {
  const fold = state.lines.findLast((line) => line.kind === kind && line.afterSeq === now.head)
  if (!fold) return addLine(state, { kind, people: [person], count: 1 }, now)
  const people = fold.people.length < MOST_NAMED ? [...fold.people, person] : fold.people
  return replaceLine(state, { ...fold, people, count: fold.count + 1, at: now.ms })
}

function takeFromFold(state: Presence, fold: PresenceLine, id: string): Presence {
  if (fold.count === 1) return { ...state, lines: state.lines.filter((line) => line.id !== fold.id) }
  const people = fold.people.filter((person) => person.id !== id)
  return replaceLine(state, { ...fold, people, count: fold.count - 1 })
}

function addRenaming(state: Presence, from: string, person: Person, now: Now): Presence {
  const last = state.lines.findLast(
    (line) => line.kind === 'renamed' && line.afterSeq === now.head && line.people[0]?.id === person.id,
  )
  if (!last) return addLine(state, { kind: 'renamed', people: [person], count: 1, from }, now)
  if (last.from === person.name) return { ...state, lines: state.lines.filter((line) => line.id !== last.id) }
  return replaceLine(state, { ...last, people: [person], at: now.ms })
}

type Part = Pick<PresenceLine, 'kind' | 'people' | 'count' | 'from'>

function addLine(state: Presence, part: Part, now: Now): Presence {
  const line: PresenceLine = { ...part, id: `presence-${state.made + 1}`, afterSeq: now.head, at: now.ms }
  return { ...state, lines: [...state.lines, line].slice(-MOST_LINES), made: state.made + 1 }
}

function replaceLine(state: Presence, line: PresenceLine): Presence {
  return { ...state, lines: state.lines.map((one) => (one.id === line.id ? line : one)) }
}

let presence = emptyPresence
let stopWaiting: (() => void) | null = null

function take(next: Presence): void {
  presence = next
  if (presenceLines.peek() !== next.lines) presenceLines.value = next.lines
  stopWaiting?.()
  stopWaiting = null
  const at = nextSettling(next)
  if (at !== null) stopWaiting = after(Math.max(0, at - platformNow()), () => take(settlePresence(presence, nowOf())))
}

const nowOf = (): Now => ({ head: timeline.peek().head, ms: platformNow(), mine: me.peek()?.id })

/** Makes lines from the people of the page's room; who is here already is no news. Returns its stop. */
export function startPresenceLines(): () => void {
  presence = { ...emptyPresence, known: people.peek().list }
  const stops = [
    inRoom({ people: (push) => take(applyPresence(presence, push, nowOf())) }),
    onRoomLeft(() => take(emptyPresence)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
