import type { CommandName } from '#protocol/index.ts'
import type { Person } from '#protocol/people.ts'
import { Refused, uuid } from '#sdk/index.ts'
import { showToast } from '#web/kit/toast.ts'
import { client, roomInfo } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { type PersonWords, personWords } from '#web/words/persons.ts'
import { whyOf } from '#web/words/refusals.ts'

type Failed = keyof PersonWords['failed']
type MemberCommand = Extract<CommandName, `member.${string}`>

/** Where it happens: a way back leads there, whatever room the page shows by then. */
const here = (): string => roomInfo.peek()?.id ?? ''

/** Shuts somebody out of the room until pardoned; a toast offers to undo it. */
export async function banPerson(person: Person, room: string = here()): Promise<void> {
  const undo = () => void pardonPerson(person, room)
  await change({ name: 'member.ban', what: 'ban', room, person }, () =>
    undoable(personWords().done.banned(person.name), undo),
  )
}

/** Puts somebody out of the room; who may come by oneself may come back. */
export async function removePerson(person: Person, room: string = here()): Promise<void> {
  const undo = () => void addPerson(person, room)
  await change({ name: 'member.remove', what: 'remove', room, person }, () =>
    undoable(personWords().done.removed(person.name), undo),
  )
}

export async function pardonPerson(person: Person, room: string = here()): Promise<void> {
  await change({ name: 'member.pardon', what: 'pardon', room, person }, () =>
    showToast(personWords().done.pardoned(person.name)),
  )
}

export async function addPerson(person: Person, room: string = here()): Promise<void> {
  await change({ name: 'member.add', what: 'add', room, person }, () =>
    showToast(personWords().done.added(person.name)),
  )
}

/** Adds several, one after the other. False where some could not be added; each was told with its reason. */
export async function addPeople(people: readonly Person[], room: string = here()): Promise<boolean> {
  let added = 0
  for (const person of people) {
    if (await change({ name: 'member.add', what: 'add', room, person }, () => undefined)) added++
  }
  if (added < people.length) return false
  const say = personWords().done
  showToast(added === 1 ? say.added(people[0]?.name ?? '') : say.addedSome(added))
  return true
}

export async function handOverTo(person: Person, room: string = here()): Promise<void> {
  await change({ name: 'member.hand_over', what: 'handOver', room, person }, () =>
    showToast(personWords().done.handedOver(person.name)),
  )
}

const undoable = (told: string, undo: () => void): void =>
  showToast(told, { action: { label: personWords().done.undo, run: undo } })

type Deed = { name: MemberCommand; what: Failed; room: string; person: Person }

/** False where it did not work, which a toast has told. Tried again by its button it has the same id: it is done once. */
async function change(deed: Deed, done: () => void, cid: string = newCid()): Promise<boolean> {
  const { name, what, room, person } = deed
  const asked = client.peek()
  if (!asked || room === '') return false
  try {
    await asked.call(name, { room, cid, person: person.id })
    done()
    return true
  } catch (error) {
    tellTrouble(what, error, () => void change(deed, done, cid))
    return false
  }
}

export const newCid = (): string => uuid({ randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)) })

/** Says what did not work, and why. `again` is offered where only the line was lost. */
export function tellTrouble(what: Failed, error: unknown, again?: () => void): void {
  const say = personWords()
  const text = say.trouble(say.failed[what], whyOf(error, say.why))
  const isLost = !(error instanceof Refused)
  const action = again && isLost ? { action: { label: words().log.retry, run: again } } : {}
  showToast(text, { tone: 'refusal', ...action })
}
