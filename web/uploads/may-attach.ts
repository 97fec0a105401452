import { askToEnter, entered, room } from '#web/store/session.ts'

/** Where there is something to write in, files can go along; who only looks is asked for a name first. */
export function mayAttach(): boolean {
  if (!room.peek() || !document.querySelector('.composer-text')) return false
  if (!entered.peek()) askToEnter.value = true
  return entered.peek()
}
