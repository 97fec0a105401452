import type { File } from '#protocol/files.ts'
import { isErased, placeOf, type ShownLine } from '#web/store/lines.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** Between two voices that belong together others say no more than this. */
const MOST_BETWEEN = 10

export type Voice = { file: File; seq: number }

/** The voice that its author spoke next, where the page holds it: in the same message, or a few lines below. */
export function nextVoiceIn(lines: readonly ShownLine[], file: Pick<File, 'id' | 'kind'>, seq: number): Voice | null {
  if (file.kind !== 'voice') return null
  const from = placeOf(lines, seq)
  const author = lines[from]?.seq === seq ? lines[from].by.id : null
  if (author === null) return null
  const voices = lines
    .slice(from, from + MOST_BETWEEN + 1)
    .filter((line) => line.by.id === author && !isErased(line))
    .flatMap((line) =>
      (line.files ?? []).filter(({ kind }) => kind === 'voice').map((one) => ({ file: one, seq: line.seq })),
    )
  const at = voices.findIndex((voice) => voice.file.id === file.id)
  return at < 0 ? null : (voices[at + 1] ?? null)
}

export const nextVoice = (file: File, seq: number | null): Voice | null =>
  seq === null ? null : nextVoiceIn(timeline.peek().lines, file, seq)
