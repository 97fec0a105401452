import { computed, type ReadonlySignal } from '@preact/signals'
import type { Person } from '#protocol/people.ts'
import { isErased, type ShownLine } from '#web/store/lines.ts'
import { preferences } from '#web/store/preferences.ts'
import { type Receipts, receipts } from '#web/store/receipts.ts'
import { me, roomInfo } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** Who has read up to a message. `several`: the chat has more than two people, so that it has to be said who. */
export type Readers = { people: readonly Person[]; several: boolean }

/** By the number of an own message: those whose mark lies between it and the next own one. */
export function readersByMessage(
  lines: readonly ShownLine[],
  mine: string,
  { others, read }: { others: readonly Person[]; read: Receipts },
): ReadonlyMap<number, Readers> {
  const own = lines.filter((line) => line.by.id === mine && !isErased(line)).map(({ seq }) => seq)
  const found = new Map<number, Person[]>()
  for (const person of others) {
    const upTo = read.get(person.id) ?? 0
    const seq = own.findLast((one) => one <= upTo)
    if (seq !== undefined) found.set(seq, [...(found.get(seq) ?? []), person])
  }
  return new Map([...found].map(([seq, people]) => [seq, { people, several: others.length > 1 }]))
}

const nobody: ReadonlyMap<number, Readers> = new Map()

/** Of the page's room, if it is a private chat, and its reader tells how far it has read, too. */
export const readersAt: ReadonlySignal<ReadonlyMap<number, Readers>> = computed(() => {
  const [room, known, mine] = [roomInfo.value, receipts.value, me.value?.id]
  if (room?.kind !== 'chat' || !room.people || !known || known.room !== room.id || mine === undefined) return nobody
  if (preferences.value.receipts === 'off') return nobody
  const others = room.people.filter(({ id }) => id !== mine)
  return readersByMessage(timeline.value.lines, mine, { others, read: known.read })
})
