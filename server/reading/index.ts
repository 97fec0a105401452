import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** Somebody’s own list of rooms, and how far it has read (P-34). */
export function createReading() {
  const handlers: Handlers<'room.mine' | 'room.read' | 'room.set_level'> = {
    'room.mine': { right: 'enter', handle: notYet },
    'room.read': { right: 'quit', handle: notYet },
    'room.set_level': { right: 'quit', handle: notYet },
  }
  return { handlers }
}

const notYet = (): never => {
  throw new Refusal('unavailable', { retry_after_ms: 60_000 })
}

export type Reading = ReturnType<typeof createReading>
