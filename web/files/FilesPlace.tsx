import { useEffect } from 'preact/hooks'
import type { File } from '#protocol/files.ts'
import { narrow } from '#web/kit/media.ts'
import { boxOf, isSeen, mostOf } from './boxes.ts'
import { type FilesView, filesView, loadFiles } from './load-files.ts'

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
  useEffect(() => void loadFiles(), [])
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
