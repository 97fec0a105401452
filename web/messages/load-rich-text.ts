import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { loadMarks } from '#web/store/marks.ts'
import { entered } from '#web/store/session.ts'

type RichText = typeof import('./MarkedText.tsx')

const loaded: Signal<RichText | 'failed' | null> = signal<RichText | 'failed' | null>(null)
/** What shows marks; `failed` where the server was not reached, and texts are shown as they were typed. */
export const richText: ReadonlySignal<RichText | 'failed' | null> = loaded
let loading: Promise<void> | null = null

/** Fetches it once; after a failure the next call tries again. */
export function loadRichText(): Promise<void> {
  loading ??= Promise.all([import('./MarkedText.tsx'), loadMarks()]).then(
    ([found]) => {
      loaded.value = found
    },
    () => {
      loading = null
      loaded.value = 'failed'
    },
  )
  return loading
}

/** Who is in the room will read and write marks: fetched beside the connection. Who has just come has a name to choose first. */
export const startRichText = (): (() => void) => effect(() => void (entered.value && loadRichText()))
