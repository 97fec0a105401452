import { type Signal, signal } from '@preact/signals'
import type { PeoplePush, PresentPerson } from '#protocol/people.ts'
import { hearOwnProfile } from '#web/store/entering.ts'
import { inRoom, me, onRoomLeft } from '#web/store/session.ts'

/** Who is here. `list` is null before it is known, and where so many are present that only the count travels. */
export type People = { count: number; list: ReadonlyMap<string, PresentPerson> | null }

const nobody: People = { count: 0, list: null }
export const people: Signal<People> = signal<People>(nobody)
/** False until the first `people` frame of the room. */
export const peopleKnown: Signal<boolean> = signal(false)

/** The people after a frame: `all` replaces, the rest changes. */
export function applyPeople(state: People, push: PeoplePush): People {
  if (push.all) return { count: push.count, list: new Map(push.all.map((person) => [person.id, person])) }
  if (!push.came && !push.went && !push.changed) return { count: push.count, list: null }
  if (!state.list) return { count: push.count, list: null }
  const list = new Map(state.list)
  for (const id of push.went ?? []) list.delete(id)
  for (const person of push.came ?? []) list.set(person.id, person)
  for (const person of push.changed ?? []) if (list.has(person.id)) list.set(person.id, person)
  return { count: push.count, list }
}

function hearOfMyself({ all = [], came = [], changed = [] }: PeoplePush): void {
  const now = [...all, ...came, ...changed].find(({ id }) => id === me.peek()?.id)
  if (now) hearOwnProfile(now)
}

/** Follows the people of the page's room. */
export function startPeople(): () => void {
  const forget = () => {
    people.value = nobody
    peopleKnown.value = false
  }
  const stops = [
    inRoom({
      refused: forget,
      out: forget,
      people: (push) => {
        hearOfMyself(push)
        people.value = applyPeople(people.peek(), push)
        peopleKnown.value = true
      },
    }),
    onRoomLeft(forget),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
