import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '#web/kit/Icon.tsx'
import { tryAgain } from '#web/store/begin-session.ts'
import { card } from '#web/store/connection.ts'
import { words } from '#web/words/index.ts'
import type { Face } from './state-faces.tsx'

type Faces = typeof import('./state-faces.tsx')

/** In place of the log: why it cannot go on, and what a person can do. */
export function StateCard() {
  const now = card.value
  const [faces, setFaces] = useState<Faces | 'failed' | null>(null)
  useEffect(() => void import('./state-faces.tsx').then(setFaces, () => setFaces('failed')), [])
  if (now?.kind === 'boot') return <FaceView face={bootFace(now.seconds)} />
  if (!faces) return <div class="state" />
  if (faces === 'failed') return <FaceView face={plainFace()} />
  return <FaceView face={now ? faces.faceOf(now) : faces.roomFace()} />
}

const unplugged = <Icon name="unplug" size={28} />

// The server is not reached: these two come with the page itself.
function bootFace(seconds: number | null): Face {
  const { boot, bootIn, retry } = words().card
  return {
    icon: unplugged,
    text: boot,
    ...(seconds === null ? {} : { note: bootIn(seconds) }),
    button: { label: retry, run: tryAgain },
  }
}

function plainFace(): Face {
  const { stopped, reconnect } = words().card
  return { icon: unplugged, text: stopped, button: { label: reconnect, run: () => location.reload() } }
}

function FaceView({ face: { icon, text, note, button, more } }: { face: Face }) {
  const card = useRef<HTMLDivElement>(null)
  // What had the focus may have gone with the log: it does not fall on the page.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) card.current?.focus()
  }, [])
  return (
    <div class="state">
      <div class="state-card" role="alert" ref={card} tabIndex={-1}>
        {icon}
        <p>{text}</p>
        {note && <p class="fine-print state-note">{note}</p>}
        {button && (
          <button type="button" class="button button-primary" onClick={button.run}>
            {button.label}
          </button>
        )}
        {more && (
          <button type="button" class="text-button" onClick={more.run}>
            {more.label}
          </button>
        )}
      </div>
    </div>
  )
}
