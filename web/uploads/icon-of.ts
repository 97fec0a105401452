import type { FileKind } from '#protocol/files.ts'
import type { AnyIconName } from '#web/kit/late-icons.ts'

const icons: Readonly<Record<FileKind, AnyIconName>> = {
  picture: 'file-image',
  audio: 'file-music',
  video: 'file-video',
  voice: 'mic',
  file: 'file',
}

export const iconOf = (kind: FileKind): AnyIconName => icons[kind]
