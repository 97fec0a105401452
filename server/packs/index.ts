import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

function unbuilt(): never {
  throw new Refusal('unavailable')
}

/** Packs of pictures to say things with: emoticons in a line, stickers as a message of their own. */
export function createPacks() {
  const handlers: Handlers<'pack.list' | 'pack.make' | 'pack.change' | 'pack.remove'> = {
    'pack.list': { right: 'be-here', handle: unbuilt },
    'pack.make': { right: 'enter', handle: unbuilt },
    'pack.change': { right: 'enter', handle: unbuilt },
    'pack.remove': { right: 'enter', handle: unbuilt },
  }
  return { handlers }
}

export type Packs = ReturnType<typeof createPacks>
