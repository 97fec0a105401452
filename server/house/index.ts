import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** Who owns the installation (T-72). */
export function createHouse() {
  const handlers: Handlers<'owner.claim'> = {
    'owner.claim': { right: 'enter', handle: notYet },
  }
  return { handlers }
}

const notYet = (): never => {
  throw new Refusal('unavailable', { retry_after_ms: 60_000 })
}

export type House = ReturnType<typeof createHouse>
