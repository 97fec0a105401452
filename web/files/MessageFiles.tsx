import type { File } from '#protocol/files.ts'
import { cellsOf, rowHeights } from './grid.ts'
import { Picture } from './Picture.tsx'
import { VideoBox, VideoTile } from './VideoBox.tsx'

export { FileRow } from './FileRow.tsx'

type SeenProps = { files: readonly File[]; seq: number | null; reachable: boolean }

/** The pictures and videos of a message, in the place that FilesPlace.tsx keeps for them. */
export function Seen({ files, seq, reachable }: SeenProps) {
  const [one] = files
  if (one && files.length === 1) {
    return one.kind === 'video' ? (
      <VideoBox key={one.id} file={one} />
    ) : (
      <Picture key={one.id} file={one} seq={seq} at={0} count={1} reachable={reachable} />
    )
  }
  const cells = cellsOf(files.length)
  return (
    <div class="files-grid" style={{ gridTemplateRows: rowHeights(files.length) }}>
      {files.map((file, at) => (
        <div class="files-cell" key={file.id} style={{ gridColumn: cells[at]?.column, gridRow: cells[at]?.row }}>
          {file.kind === 'video' ? (
            <VideoTile file={file} seq={seq} reachable={reachable} />
          ) : (
            <Picture file={file} seq={seq} at={at} count={files.length} reachable={reachable} />
          )}
        </div>
      ))}
    </div>
  )
}
