import { type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { File } from '#protocol/files.ts'
import { narrow } from '#web/kit/media.ts'
import { boxOf, isSeen, mostOf } from './boxes.ts'

type At = { seq: number | null; reachable: boolean }
/** What fills the places of a message's files. */
export type FilesView = {
  Seen: ComponentType<At & { files: readonly File[] }>
  FileRow: ComponentType<At & { file: File }>
}
type LateView = FilesView & { Thumb: ComponentType<{ files: readonly File[] }> }
/** Null until it has come, when the page is idle (start-files.ts). */
export const filesView: Signal<LateView | null> = signal<LateView | null>(null)

type Props = {
  files: readonly File[]
  /** Number of the message; null while it waits. */
  seq: number | null
  captioned: boolean
  reachable: boolean
  /** What shows them instead, while they are on their way. */
  view?: FilesView | null
}

/** The files of a message: their place from the first moment, themselves as soon as what shows them is here. */
export function FilesPlace({ files, seq, captioned, reachable, view }: Props) {
  const View = view ?? filesView.value
  const seen = files.filter(isSeen)
  const { width, height } = boxOf(seen, mostOf(narrow.value), captioned)
  return (
    <div class="files">
      {seen.length > 0 && (
        <div
          class="files-seen"
          style={{ inlineSize: `${width}px`, aspectRatio: `${width} / ${height}`, background: seen[0]?.tint }}
        >
          {View && <View.Seen files={seen} seq={seq} reachable={reachable} />}
        </div>
      )}
      {files.map(
        (file) =>
          !isSeen(file) && (
            <div class="file-row" key={file.id}>
              {View && <View.FileRow file={file} seq={seq} reachable={reachable} />}
            </div>
          ),
      )}
    </div>
  )
}
