import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { File } from '#protocol/files.ts'

type At = { seq: number | null; reachable: boolean }
/** What fills the places of a message's files. */
export type FilesView = {
  Seen: ComponentType<At & { files: readonly File[] }>
  FileRow: ComponentType<At & { file: File }>
}

const loaded: Signal<FilesView | null> = signal<FilesView | null>(null)
/** What shows the files of a message; null until the first of them has made it come. */
export const filesView: ReadonlySignal<FilesView | null> = loaded
let loading: Promise<void> | null = null

/** Fetches it once, with its styles; after a failure the next call tries again. */
export function loadFiles(): Promise<void> {
  loading ??= import('./MessageFiles.tsx')
    .then(async (view) => {
      await view.loadLateStyles()
      loaded.value = view
    })
    .catch(() => {
      loading = null
    })
  return loading
}
