import type { Person } from '#protocol/people.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { tellTrouble } from '#web/store/house-rules.ts'
import { askToEnter, client, entered } from '#web/store/session.ts'
import { leaveSheet } from '#web/store/timeline-commands.ts'

/** Goes to the private chat of exactly these people and oneself. False where it did not work, which a toast has told. */
export async function openChat(people: readonly Person[]): Promise<boolean> {
  const asked = client.peek()
  if (!asked) return false
  if (!entered.peek()) {
    askToEnter.value = true
    return false
  }
  try {
    const { room } = await asked.call('chat.open', { people: people.map(({ id }) => id) })
    leaveSheet.run()
    goToRoom(room.name, { known: room })
    return true
  } catch (error) {
    tellTrouble('chat', error, () => void openChat(people))
    return false
  }
}
