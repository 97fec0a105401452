import { askToEnter, entered, room } from '#web/store/session.ts'

/** Where there is something to write in, files can go along. */
export const mayAttach = (): boolean => room.peek() !== null && document.querySelector('.composer-text') !== null

/** Who only looks is asked for a name; as with the first letter, what was taken stays. True: there is one. */
export function requireName(): boolean {
  if (!entered.peek()) askToEnter.value = true
  return entered.peek()
}
