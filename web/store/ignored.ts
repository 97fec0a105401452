import { computed, effect, type Signal, signal } from '@preact/signals'
import { isSaid } from '#protocol/message-state.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { keptIgnored } from '#web/store/ignored-kept.ts'
import { me } from '#web/store/session.ts'

/** Ids of the people whom the reader ignores (marked-people.ts keeps them). */
export const ignored: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set())
/** Numbers of messages of theirs that are shown all the same, since the reader asked. */
export const revealed: Signal<ReadonlySet<number>> = signal<ReadonlySet<number>>(new Set())

/** Whether a message is not shown, since its author is ignored and the reader has not asked for it. */
export const isFolded = ({ by, seq }: { by: { id: string }; seq: number }): boolean =>
  ignored.value.has(by.id) && !revealed.value.has(seq)

/** What somebody said to whom one listens: messages of others that count, sound and are told. */
export const saidByOthers = (events: readonly RoomEvent[]) =>
  events.filter(isSaid).filter(({ by }) => by.id !== me.peek()?.id && !ignored.peek().has(by.id))

/** Begins with what is remembered of whoever reads. */
export function startIgnored(): () => void {
  const reader = computed(() => me.value?.id)
  return effect(() => {
    ignored.value = new Set(reader.value ? keptIgnored(reader.value) : [])
  })
}
