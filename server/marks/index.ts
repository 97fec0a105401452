import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** Whom a person ignores and refuses (T-14, T-15). */
export function createMarks() {
  const handlers: Handlers<'person.mark' | 'me.marks'> = {
    'person.mark': { right: 'enter', handle: notYet },
    'me.marks': { right: 'enter', handle: notYet },
  }
  return { handlers }
}

const notYet = (): never => {
  throw new Refusal('unavailable', { retry_after_ms: 60_000 })
}

export type Marks = ReturnType<typeof createMarks>
