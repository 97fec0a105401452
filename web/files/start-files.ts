import { loadLateStyles } from '#web/kit/late-styles.ts'
import { filesSayer } from '#web/store/said.ts'
import { filesView } from './FilesPlace.tsx'
import { FileRow, Seen } from './MessageFiles.tsx'
import { sayFiles } from './say-files.ts'
import { Thumb } from './Thumb.tsx'

const AGAIN_MS = 3_000

/** Fills the places of files in the log, and has words for them. */
export function startFiles(): void {
  filesSayer.value = sayFiles
  loadLateStyles().then(
    () => {
      filesView.value = { Seen, FileRow, Thumb }
    },
    () => setTimeout(startFiles, AGAIN_MS),
  )
}
