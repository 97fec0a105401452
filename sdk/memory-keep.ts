import type { Keep, Unsent } from './platform.ts'

/** Keeps unsent messages for as long as the process lives. */
export function memoryKeep(): Keep {
  const entries = new Map<string, Unsent>()
  return {
    load: async (author) =>
      [...entries.values()]
        .filter((entry) => entry.author === author)
        .sort((one, other) => one.writtenMs - other.writtenMs),
    put: async (entry) => void entries.set(entry.cid, entry),
    remove: async (cid) => void entries.delete(cid),
  }
}
