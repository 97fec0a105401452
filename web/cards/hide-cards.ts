import { uuid } from '#sdk/index.ts'
import { showToast } from '#web/kit/toast.ts'
import { client, roomInfo } from '#web/store/session.ts'
import { cardWords } from '#web/words/cards.ts'

/** The author wants no cards under this message: for everybody, and for good. */
export async function hideCards(message: number): Promise<void> {
  const room = roomInfo.peek()?.id
  const cid = uuid({ randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)) })
  try {
    if (room === undefined) throw new Error('there is no room')
    await client.peek()?.call('message.hide_cards', { room, cid, message })
    showToast(cardWords().removed)
  } catch {
    showToast(cardWords().notRemoved, { tone: 'refusal' })
  }
}
