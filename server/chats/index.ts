import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** Private chats: rooms of a fixed set of people. */
export function createChats() {
  const handlers: Handlers<'chat.open'> = {
    'chat.open': { right: 'enter', handle: notYet },
  }
  return { handlers }
}

const notYet = (): never => {
  throw new Refusal('unavailable', { retry_after_ms: 60_000 })
}

export type Chats = ReturnType<typeof createChats>
