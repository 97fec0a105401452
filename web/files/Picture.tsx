import { useEffect, useRef, useState } from 'preact/hooks'
import type { File } from '#protocol/files.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { sessionToken } from '#web/store/begin-session.ts'
import { wantsCalm } from '#web/store/calm.ts'
import { isOnline } from '#web/store/is-online.ts'
import { localPicture } from '#web/store/local-pictures.ts'
import { filesWords } from '#web/words/files.ts'
import { isCut } from './boxes.ts'
import { useAddress } from './file-address.ts'
import { openFromLog, prepareLightbox } from './open-lightbox.ts'
import { useNear } from './use-near.ts'

type Props = { file: File; seq: number | null; at: number; count: number; reachable: boolean }

/** A moving picture of more bytes is not played before somebody wants it. */
const MOST_MOVING_BYTES = 3_000_000
/** One picture: its small form on its colour. Pressing it shows it large; what has not come is asked for again. */
export function Picture({ file, seq, at, count, reachable }: Props) {
  const [wanted, setWanted] = useState(false)
  const [tries, setTries] = useState(0)
  const say = filesWords()
  const alt = file.alt ?? ''
  const mayMove = wanted || (!wantsCalm.value && file.bytes <= MOST_MOVING_BYTES)
  const isStill = file.moving === true && !mayMove
  const button = useRef<HTMLButtonElement>(null)
  // An element waits by itself until it is near; what the page has to bring, waits as well.
  const near = useNear(button)
  const wants = near || sessionToken() === undefined
  const address = useAddress(wants ? file.id : null, file.moving && mayMove ? 'whole' : 'thumb', tries)
  const [state, setState] = useState<'coming' | 'here' | 'failed'>(localPicture(file.id) ? 'here' : 'coming')
  const failed = state === 'failed' || address === 'failed'
  const again = () => {
    setState('coming')
    setTries(tries + 1)
  }
  const isBack = isOnline.value
  useEffect(() => {
    if (isBack && failed) again()
  }, [isBack])
  const press = () => {
    if (failed) again()
    else if (isStill) setWanted(true)
    else openFromLog(file, seq)
  }
  const label = count > 1 ? say.pictureOf(at + 1, count, alt) : say.picture(alt)
  const names = ['picture', (count > 1 || isCut(file)) && 'picture-cut', state === 'here' && 'picture-here']
  return (
    <button
      ref={button}
      type="button"
      class={names.filter(Boolean).join(' ')}
      style={failed ? undefined : { background: file.tint }}
      tabIndex={reachable ? 0 : -1}
      aria-label={failed ? `${label} · ${say.notLoaded}` : isStill ? `${label} · ${say.playMoving}` : label}
      onPointerEnter={prepareLightbox}
      onClick={press}
    >
      {address !== null && !failed && (
        <img
          key={tries}
          // Before the address: set after it, it comes too late.
          loading="lazy"
          decoding="async"
          src={address}
          alt={alt}
          width={file.width}
          height={file.height}
          draggable={false}
          onLoad={() => setState('here')}
          onError={() => setState('failed')}
        />
      )}
      {file.moving && !failed && <span class="picture-mark">{isStill && <LateIcon name="play" size={12} />}GIF</span>}
      {failed && (
        <span class="picture-failed">
          <LateIcon name="image-off" />
          <span>{say.notLoaded}</span>
        </span>
      )}
    </button>
  )
}
