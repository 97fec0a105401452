import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Named } from '#protocol/people.ts'
import { preferences } from '#web/store/preferences.ts'
import { entered, inRoom, room } from '#web/store/session.ts'

const state: Signal<readonly Named[]> = signal([])
/** Who is writing in the room, oneself not among them. */
export const typists: ReadonlySignal<readonly Named[]> = state

/** A person changed the text that will be sent: others may see it, unless that was switched off. */
export function noteWritten(text: string): void {
  const shows = preferences.peek().typing === 'on' && entered.peek()
  room.peek()?.typing(shows && text.trim() !== '')
}

/** The text was left. What is sent ends by itself. */
export const noteLeft = (): void => room.peek()?.typing(false)

/** Follows who is writing in the page's room. */
export function startTyping(): () => void {
  const stopRoom = inRoom({
    typing: (now) => {
      state.value = now
    },
  })
  const stopSetting = effect(() => {
    if (preferences.value.typing === 'off') noteLeft()
  })
  // Another identity has another room object; of the old one nothing more is heard.
  const stopReset = effect(() => {
    if (room.value) state.value = []
  })
  return () => {
    stopRoom()
    stopSetting()
    stopReset()
  }
}
