import type { Handlers } from '#server/accounts/caller.ts'
import { Refusal } from '#server/kit/refusal.ts'

export * from './file-rows.ts'

function unbuilt(): never {
  throw new Refusal('unavailable')
}

/** Files that people send: on their way, kept, and shown again. */
export function createUploads() {
  const handlers: Handlers<'room.files' | 'storage.read'> = {
    'room.files': { right: 'read', handle: unbuilt },
    'storage.read': { right: 'enter', handle: unbuilt },
  }
  return { handlers }
}

export type Uploads = ReturnType<typeof createUploads>
