import { type ReadonlySignal, type Signal, signal } from '@preact/signals'

export type Tools = typeof import('./writing-tools.ts')

const loaded: Signal<Tools | null> = signal<Tools | null>(null)
/** Completion and the keys for marks; null until the first key was pressed, and where the server is not reached. */
export const tools: ReadonlySignal<Tools | null> = loaded
let loading: Promise<Tools | null> | null = null

/** Fetches them once; after a failure the next call tries again. */
export function loadTools(): Promise<Tools | null> {
  loading ??= import('./writing-tools.ts').then(
    (found) => {
      loaded.value = found
      return found
    },
    () => {
      loading = null
      return null
    },
  )
  return loading
}
