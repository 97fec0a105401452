import { useState } from 'preact/hooks'
import type { File } from '#protocol/files.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { filesWords } from '#web/words/files.ts'
import { useAddress } from '../file-address.ts'
import { stopSounds } from '../playing.ts'
import { type StageProps as Props, useStage } from './use-stage.ts'

/** The picture itself: whole at first, as large as one likes, moved by what points at it. */
export function Stage(props: Props) {
  return props.file.kind === 'video' ? <Video {...props} /> : <PictureStage {...props} />
}

function Video({ file, onClose }: Props) {
  const [tries, setTries] = useState(0)
  const [isBroken, setBroken] = useState(false)
  const address = useAddress(file.id, 'whole', tries)
  const failed = isBroken || address === 'failed'
  const again = () => {
    setBroken(false)
    setTries(tries + 1)
  }
  return (
    <div class="stage" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      {failed && <Failed icon="file-video" text={filesWords().notPlayed} onRetry={again} />}
      {address && !failed && (
        // biome-ignore lint/a11y/useMediaCaption: what people send each other has none.
        <video
          key={tries}
          class="stage-video"
          src={address}
          controls
          autoplay
          playsInline
          aria-label={filesWords().video(file.name)}
          onPlay={({ currentTarget }) => stopSounds(currentTarget)}
          onError={() => setBroken(true)}
        />
      )}
    </div>
  )
}

function PictureStage({ file, onGo, onClose }: Props) {
  const { ref, pointing, shown, view, drawn } = useStage({ file, onGo, onClose })
  const { x, y } = { x: view.x + (drawn?.x ?? 0), y: view.y + (drawn?.y ?? 0) }
  return (
    <div
      class={view.scale > 1 ? 'stage stage-near' : 'stage'}
      ref={ref}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        const { target, currentTarget } = event
        currentTarget.setPointerCapture(event.pointerId)
        pointing.down(event, target === currentTarget)
      }}
      onPointerMove={(event) => pointing.move(event)}
      onPointerUp={(event) => pointing.up(event)}
      onPointerCancel={(event) => pointing.up(event)}
    >
      <div
        class="stage-picture"
        style={{
          inlineSize: `${shown.width}px`,
          blockSize: `${shown.height}px`,
          transform: `translate(${x}px, ${y}px) scale(${view.scale})`,
        }}
      >
        <Layers file={file} />
      </div>
    </div>
  )
}

/** The small form, which is here already, until the whole picture has come over it. */
function Layers({ file }: { file: File }) {
  const [tries, setTries] = useState(0)
  const [state, setState] = useState<'coming' | 'here' | 'failed'>('coming')
  const thumb = useAddress(file.id, 'thumb')
  const whole = useAddress(file.id, 'whole', tries)
  const failed = state === 'failed' || whole === 'failed'
  return (
    <>
      {thumb && thumb !== 'failed' && state !== 'here' && <img src={thumb} alt="" draggable={false} />}
      {whole && !failed && (
        <img
          key={tries}
          class={state === 'here' ? 'stage-whole' : 'stage-whole stage-coming'}
          src={whole}
          alt={file.alt ?? ''}
          draggable={false}
          onLoad={() => setState('here')}
          onError={() => setState('failed')}
        />
      )}
      {state === 'coming' && !failed && <i class="stage-busy" />}
      {failed && (
        <Failed
          icon="image-off"
          text={filesWords().viewer.failed}
          onRetry={() => {
            setState('coming')
            setTries(tries + 1)
          }}
        />
      )}
    </>
  )
}

type FailedProps = { icon: 'image-off' | 'file-video'; text: string; onRetry: () => void }

function Failed({ icon, text, onRetry }: FailedProps) {
  return (
    <span class="stage-failed" role="alert">
      <LateIcon name={icon} />
      <span>{text}</span>
      {/* A press that begins here is none on the stage. */}
      <button type="button" class="load-retry" onPointerDown={(event) => event.stopPropagation()} onClick={onRetry}>
        {filesWords().viewer.retry}
      </button>
    </span>
  )
}
