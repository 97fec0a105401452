import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { File } from '#protocol/files.ts'
import { isErased } from '#web/store/lines.ts'
import { offerReload } from '#web/store/offer-reload.ts'
import { timeline } from '#web/store/timeline-store.ts'
import { shownBody } from '#web/store/wishes.ts'
import { isSeen } from './boxes.ts'
import { type Shown, show } from './viewing.ts'

/** Everything of the log that the page holds, from old to new. */
const inLog: ReadonlySignal<readonly Shown[]> = computed(() =>
  timeline.value.lines.flatMap((line) =>
    isErased(line)
      ? []
      : (line.files ?? [])
          .filter(isSeen)
          .map((file) => ({ file, seq: line.seq, name: line.by.name, at: line.at, said: shownBody(line) })),
  ),
)

let loading: Promise<unknown> | null = null

/** Brings what shows pictures large: called when somebody is about to want it. */
export function prepareLightbox(): void {
  void load().catch(() => undefined)
}

function load(): Promise<unknown> {
  loading ??= import('./lightbox/mount.ts').catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

export function openLightbox(id: string, all: ReadonlySignal<readonly Shown[]>): void {
  const opener = document.activeElement
  load().then(() => {
    show({ id, all, opener })
  }, offerReload)
}

/** A picture of the log. What is still on its way is shown by itself. */
export function openFromLog(file: File, seq: number | null): void {
  const alone = signal([{ file, seq, name: '', at: 0, said: '' }])
  openLightbox(file.id, seq === null ? alone : inLog)
}
