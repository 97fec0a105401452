import type { Person } from '#protocol/people.ts'
import type { MyRoom } from '#protocol/reading.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Listed } from './directory-store.ts'
import { rank } from './rank.ts'
import { arrange } from './room-order.ts'

/** Where the switcher leads: a room of one's own, a private chat, a room of the directory, or a room that is to be made. */
export type Way =
  | { kind: 'mine'; key: string; mine: MyRoom }
  | { kind: 'person'; key: string; person: Person }
  | { kind: 'listed'; key: string; listed: Listed }
  | { kind: 'make'; key: string; title: string }

type Known = {
  query: string
  mine: readonly MyRoom[]
  people: readonly Person[]
  listed: readonly Listed[]
  /** Ids of rooms, the one that was shown last first. */
  recent: readonly string[]
  /** The room of the page leads nowhere. */
  here: string | undefined
  me: string | undefined
  nameOf: (room: RoomInfo) => string
}

/** Bounds of what is shown at once: the rest is found by typing on. */
const MOST = { mine: 40, mineFound: 12, people: 8, listed: 8 }

/** Without a question one's own rooms, where one was last first; else what is meant, the best first, kind by kind. */
export function waysTo(known: Known): Way[] {
  const query = known.query.trim()
  const rooms = byVisit(known)
  if (query === '') return rooms.slice(0, MOST.mine).map(wayToRoom)
  const mine = rank(rooms, query, ({ room }) => namesOf(room, known.nameOf)).slice(0, MOST.mineFound)
  return [
    ...mine.map(wayToRoom),
    ...strangers(known, query).map((person): Way => ({ kind: 'person', key: `p-${person.id}`, person })),
    ...newRooms(known).map((listed): Way => ({ kind: 'listed', key: `l-${listed.room.id}`, listed })),
    ...(isCalled(known, query) ? [] : [{ kind: 'make', key: 'make', title: query } as const]),
  ]
}

const wayToRoom = (mine: MyRoom): Way => ({ kind: 'mine', key: `m-${mine.room.id}`, mine })

const namesOf = (room: RoomInfo, nameOf: Known['nameOf']): readonly string[] =>
  room.name.startsWith('~') || room.kind === 'chat' ? [nameOf(room)] : [nameOf(room), room.name]

function byVisit({ mine, recent, here }: Known): MyRoom[] {
  const placeOf = (id: string) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return arrange(mine.filter(({ room }) => room.id !== here)).sort(
    (one, other) => placeOf(one.room.id) - placeOf(other.room.id),
  )
}

/** People who are here; who has a private chat with oneself already is found as that. */
function strangers({ people, mine, me }: Known, query: string): Person[] {
  const chatting = new Set(
    mine.filter(({ room }) => room.people?.length === 2).flatMap(({ room }) => room.people?.map(({ id }) => id) ?? []),
  )
  const others = people.filter(({ id, classic }) => id !== me && !classic && !chatting.has(id))
  return rank(others, query, ({ name }) => [name]).slice(0, MOST.people)
}

function newRooms({ listed, mine, here }: Known): Listed[] {
  const known = new Set(mine.map(({ room }) => room.id))
  return listed.filter(({ room }) => room.id !== here && !known.has(room.id)).slice(0, MOST.listed)
}

/** There is a room of this very title: no second one is offered. */
function isCalled({ mine, listed }: Known, query: string): boolean {
  const wanted = query.toLowerCase()
  return [...mine, ...listed].some(({ room }) => room.title.toLowerCase() === wanted)
}
