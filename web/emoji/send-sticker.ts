import type { Emoticon } from '#protocol/packs.ts'
import { postMessage } from '#web/store/outgoing.ts'
import { askToEnter, entered } from '#web/store/session.ts'
import { endTarget, target } from '#web/store/writing-target.ts'

/** Sends a sticker at once, as an answer where one is being written; what is written stays. False: its name is to be written instead. */
export function sendSticker(sticker: Emoticon): boolean {
  const now = target.peek()
  if (now?.kind === 'edit') return false
  if (!entered.peek()) {
    askToEnter.value = true
    return true
  }
  if (!postMessage(`:${sticker.name}:`, { sticker, ...(now && { re: now.seq }) })) return false
  endTarget()
  return true
}
