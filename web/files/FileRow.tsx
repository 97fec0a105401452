import type { File } from '#protocol/files.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { sessionToken } from '#web/store/begin-session.ts'
import { filesWords } from '#web/words/files.ts'
import { localeTag } from '#web/words/index.ts'
import { FileName } from './FileName.tsx'
import { addressOf } from './file-address.ts'
import { iconOf } from './file-icon.ts'
import { SoundRow } from './SoundRow.tsx'
import { saveFile } from './save-file.ts'

type Props = { file: File; seq: number | null; reachable: boolean }

/** A file that is not seen: a sound has its player, everything else is downloaded by a press. */
export function FileRow({ file, seq, reachable }: Props) {
  if (file.kind === 'audio' || file.kind === 'voice') return <SoundRow file={file} seq={seq} reachable={reachable} />
  return <FileLink file={file} reachable={reachable} />
}

/** A link, so that the browser's own ways to save it are there, too. */
export function FileLink({ file, reachable }: { file: File; reachable: boolean }) {
  const size = formatBytes(file.bytes, localeTag.value)
  return (
    <a
      class="file"
      href={addressOf(file.id, 'whole')}
      download={file.name}
      tabIndex={reachable ? 0 : -1}
      aria-label={filesWords().download(file.name, size)}
      onClick={(event) => {
        if (sessionToken() === undefined) return
        // A link asks as nobody where there is no cookie.
        event.preventDefault()
        void saveFile(file)
      }}
    >
      <span class="file-icon">
        <LateIcon name={iconOf(file)} />
      </span>
      <span class="file-words">
        <FileName name={file.name} />
        <span class="file-size">{size}</span>
      </span>
    </a>
  )
}
