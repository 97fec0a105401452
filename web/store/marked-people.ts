import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { MarksPush } from '#protocol/members.ts'
import type { Person } from '#protocol/people.ts'
import { showToast } from '#web/kit/toast.ts'
import { tellTrouble } from '#web/store/house-rules.ts'
import { ignored, revealed } from '#web/store/ignored.ts'
import { keepIgnored } from '#web/store/ignored-kept.ts'
import { client, entered, me, onRoomLeft, status } from '#web/store/session.ts'
import { personWords } from '#web/words/persons.ts'

/** What one may hold against somebody: not to see what they say; not to be chatted with by them. */
export type Mark = 'ignored' | 'refused'

const none: MarksPush = { ignored: [], refused: [] }
const state: Signal<MarksPush> = signal(none)
/** Whom the reader ignores and refuses. Nobody else knows. */
export const markedPeople: ReadonlySignal<MarksPush> = state
let started = false

export const isMarked = ({ id }: Pick<Person, 'id'>, mark: Mark): boolean =>
  state.value[mark].some((person) => person.id === id)

/** The marks after one more: a person stands in a list once. */
export function withMark(marks: MarksPush, person: Person, { mark, on }: { mark: Mark; on: boolean }): MarksPush {
  const others = marks[mark].filter(({ id }) => id !== person.id)
  return { ...marks, [mark]: on ? [...others, person] : others }
}

/** Follows one's own marks over all one's devices. A second call does nothing. */
export function startMarks(): void {
  if (started) return
  started = true
  onRoomLeft(() => {
    revealed.value = new Set()
  })
  effect(() => client.value?.onPush(([, kind, body]) => kind === 'marks' && take(body)))
  const reader = computed(() => me.value?.id)
  effect(() => {
    // Another person: what the page remembers of its ignored ones holds until the server has told (ignored.ts).
    void reader.value
    state.value = none
  })
  effect(() => {
    if (status.value?.name === 'online' && entered.value) void read()
  })
}

async function read(): Promise<void> {
  const asked = client.peek()
  // Without an answer the next hello asks again.
  const marks = await asked?.call('me.marks', {}).catch(() => null)
  if (marks && asked === client.peek()) take(marks)
}

function take(marks: MarksPush): void {
  state.value = marks
  const ids = new Set(marks.ignored.map(({ id }) => id))
  const before = ignored.peek()
  if (ids.size === before.size && [...ids].every((id) => before.has(id))) return
  ignored.value = ids
  revealed.value = new Set()
  const mine = me.peek()?.id
  if (mine) keepIgnored(mine, ids)
}

/** Ignores or refuses somebody, or lifts it; a toast offers to undo it. */
export async function markPerson(person: Person, mark: Mark, on: boolean): Promise<void> {
  try {
    await client.peek()?.call('person.mark', { person: person.id, [mark]: on })
  } catch (error) {
    tellTrouble('mark', error, () => void markPerson(person, mark, on))
    return
  }
  take(withMark(state.peek(), person, { mark, on }))
  const say = personWords().done
  const told = say[on ? mark : mark === 'ignored' ? 'unignored' : 'unrefused'](person.name)
  const undo = { label: say.undo, run: () => void markPerson(person, mark, false) }
  showToast(told, on ? { action: undo } : {})
}
