import { useRef } from 'preact/hooks'
import type { Emoticon } from '#protocol/packs.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { filesWords } from '#web/words/files.ts'
import { askAgain, noPicture, usePicture } from './pictures.ts'
import { useMoving } from './use-moving.ts'

type Props = {
  emoticon: Emoticon
  /** `emoticon`: in a line of text; `sticker`: large; `cell`: as large as what it stands in. */
  as: 'emoticon' | 'sticker' | 'cell'
  /** What is told already beside it is not told again. */
  silent?: boolean
  /** It was asked for by itself: it moves. */
  asked?: boolean
  /** Whether Tab comes to what asks for it again. */
  reachable?: boolean
}

/** A line of text has place for so much of a wide picture. */
const WIDEST = 3

/** A picture of a pack, in a box that is there before it. Who copies or hears it has its `:name:`. */
export function PictureView({ emoticon, as, silent = false, asked = false, reachable = false }: Props) {
  const { id, name, width, height } = emoticon
  const ref = useRef<HTMLImageElement>(null)
  const urls = usePicture(id)
  const moves = useMoving(ref, !asked && urls !== 'failed' && !!urls?.still)
  const words = silent ? '' : `:${name}:`
  const ratio = Math.min(WIDEST, Math.max(1 / WIDEST, width / height))
  const box = { class: as, style: { aspectRatio: ratio } }
  if (urls === 'failed' && as === 'sticker') return <FailedSticker {...{ id, box, reachable }} name={words} />
  if (urls === null || urls === 'failed')
    return <span {...box} role="img" aria-label={words || undefined} aria-hidden={silent} />
  return (
    <img
      {...box}
      ref={ref}
      src={moves ? urls.moving : (urls.still ?? urls.moving)}
      alt={words}
      title={silent ? undefined : words}
      width={width}
      height={height}
      draggable={false}
      decoding="async"
      onError={() => noPicture(id)}
    />
  )
}

type FailedProps = {
  id: string
  name: string
  box: { class: string; style: { aspectRatio: number } }
  reachable: boolean
}

/** In the place of the picture, so that nothing moves; a press asks for it again. */
function FailedSticker({ id, name, box, reachable }: FailedProps) {
  const say = filesWords().notLoaded
  return (
    <button
      type="button"
      {...box}
      class={`${box.class} sticker-failed`}
      tabIndex={reachable ? 0 : -1}
      aria-label={`${name} · ${say}`}
      onClick={() => askAgain(id)}
    >
      <LateIcon name="image-off" />
      <bdi>{name}</bdi>
      <span>{say}</span>
    </button>
  )
}
