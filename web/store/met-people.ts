import { nameless } from '#protocol/nameless.ts'
import type { Person } from '#protocol/people.ts'
import type { MyRoom } from '#protocol/reading.ts'
import { knownPeople } from '#web/store/known-people.ts'
import { isMarked } from '#web/store/marked-people.ts'
import { myRooms } from '#web/store/my-rooms.ts'
import { people } from '#web/store/people.ts'
import { client, me, roomInfo } from '#web/store/session.ts'

/** Rooms of one's list that are asked who is there, the ones where something was said last first. */
const MOST_ROOMS = 12
const LINES_ASKED = 50
/** People who can be chosen from; the filter finds among them. */
const MOST_MET = 500

/** Whoever can be asked into a chat or a room: not oneself, no guest of the classic page, nobody whom one refuses. */
export const isChoosable = (person: Person): boolean =>
  person.id !== me.peek()?.id && !person.classic && person.name !== nameless && !isMarked(person, 'refused')

/** People of the room of the page: those here first, then who belongs to it or has spoken. */
export function peopleHere(): Person[] {
  return merged([
    ...(people.value.list?.values() ?? []),
    ...(roomInfo.value?.people ?? []),
    ...knownPeople.value.values(),
  ])
}

/** Those, and people of the other rooms on one's list. What cannot be asked is left out. */
export async function metPeople(): Promise<Person[]> {
  const rooms = (myRooms.peek() ?? []).filter(({ room }) => room.id !== roomInfo.peek()?.id)
  const chats = rooms.flatMap(({ room }) => room.people ?? [])
  const others = rooms.filter(({ room }) => !room.people).slice(0, MOST_ROOMS)
  const found = await Promise.all(others.map((one) => peopleOf(one).catch((): Person[] => [])))
  return merged([...peopleHere(), ...chats, ...found.flat()])
}

/** Members of a private room; elsewhere who has spoken lately. */
async function peopleOf({ room }: MyRoom): Promise<Person[]> {
  const asked = client.peek()
  if (!asked) return []
  if (room.access === 'private') {
    const { members } = await asked.call('room.members', { room: room.id })
    return members.map(({ person }) => person)
  }
  const { lines } = await asked.call('room.history', { room: room.id, limit: LINES_ASKED })
  return lines.map(({ by }) => by).reverse()
}

function merged(all: readonly Person[]): Person[] {
  const found = new Map<string, Person>()
  for (const person of all) if (!found.has(person.id) && isChoosable(person)) found.set(person.id, person)
  return [...found.values()].slice(0, MOST_MET)
}
