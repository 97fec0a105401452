import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** Web Push with own keys. */
export function createPush() {
  const handlers: Handlers<'push.key' | 'push.subscribe' | 'push.unsubscribe'> = {
    'push.key': { right: 'be-here', handle: notYet },
    'push.subscribe': { right: 'enter', handle: notYet },
    'push.unsubscribe': { right: 'be-here', handle: notYet },
  }
  return { handlers }
}

const notYet = (): never => {
  throw new Refusal('unavailable', { retry_after_ms: 60_000 })
}

export type Push = ReturnType<typeof createPush>
