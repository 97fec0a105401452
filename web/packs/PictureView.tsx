import type { Emoticon } from '#protocol/packs.ts'
import { usePicture } from './pictures.ts'

type Props = {
  emoticon: Emoticon
  /** `emoticon`: in a line of text; `sticker`: large; `cell`: as large as what it stands in. */
  as: 'emoticon' | 'sticker' | 'cell'
  /** What is told already beside it is not told again. */
  silent?: boolean
}

/** A line of text has place for so much of a wide picture. */
const WIDEST = 3

/** A picture of a pack, in a box that is there before it. Who copies or hears it has its `:name:`. */
export function PictureView({ emoticon: { id, name, width, height }, as, silent = false }: Props) {
  const url = usePicture(id)
  const words = silent ? '' : `:${name}:`
  const ratio = Math.min(WIDEST, Math.max(1 / WIDEST, width / height))
  const box = { class: as, style: { aspectRatio: ratio } }
  if (url === null) return <span {...box} role="img" aria-label={words || undefined} aria-hidden={silent} />
  return (
    <img
      {...box}
      src={url}
      alt={words}
      title={silent ? undefined : words}
      width={width}
      height={height}
      draggable={false}
      decoding="async"
    />
  )
}
