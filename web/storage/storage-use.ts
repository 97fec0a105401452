import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { StorageUse } from '#protocol/files.ts'
import { Refused } from '#sdk/index.ts'
import { client } from '#web/store/session.ts'

export type Reading = { name: 'busy' } | { name: 'failed' } | { name: 'read'; use: StorageUse }

const AGAIN_MS = 500

const now: Signal<Reading> = signal<Reading>({ name: 'busy' })
export const reading: ReadonlySignal<Reading> = now

/** Reads it anew. What can wait is asked for again by itself. */
export async function readStorage(): Promise<void> {
  now.value = { name: 'busy' }
  try {
    const use = await client.peek()?.call('storage.read', {})
    now.value = use ? { name: 'read', use } : { name: 'failed' }
  } catch (error) {
    const waitMs = error instanceof Refused ? error.refusal.retry_after_ms : undefined
    if (waitMs === undefined) now.value = { name: 'failed' }
    else setTimeout(() => void readStorage(), Math.max(AGAIN_MS, waitMs))
  }
}
