import { useRef, useState } from 'preact/hooks'
import type { File } from '#protocol/files.ts'
import { clockText } from '#protocol/files-text.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { sessionToken } from '#web/store/begin-session.ts'
import { filesWords } from '#web/words/files.ts'
import { useAddress } from './file-address.ts'
import { openFromLog, prepareLightbox } from './open-lightbox.ts'
import { stopSounds } from './playing.ts'
import { useNear } from './use-near.ts'

/** A video in its place. Only its head is asked for before it is played: enough for its first picture. */
export function VideoBox({ file }: { file: File }) {
  const ref = useRef<HTMLDivElement>(null)
  const near = useNear(ref)
  const [failed, setFailed] = useState(false)
  const address = useAddress(near ? file.id : null, 'whole')
  const say = filesWords()
  return (
    <div class="video" ref={ref} style={{ background: file.tint }}>
      {failed || address === 'failed' ? (
        <span class="picture-failed">
          <LateIcon name="file-video" />
          <span>{say.notPlayed}</span>
        </span>
      ) : (
        address && (
          // biome-ignore lint/a11y/useMediaCaption: what people send each other has none.
          <video
            src={`${address}#t=0.1`}
            controls
            playsInline
            preload="metadata"
            aria-label={say.video(file.name)}
            onPlay={({ currentTarget }) => stopSounds(currentTarget)}
            onError={() => setFailed(true)}
          />
        )
      )}
    </div>
  )
}

/** The first picture of a video, in a place that somebody else has drawn; it is nothing that plays. */
export function VideoFace({ file: { id } }: { file: File }) {
  const ref = useRef<HTMLSpanElement>(null)
  const [failed, setFailed] = useState(false)
  const near = useNear(ref)
  // Without a cookie the page would have to bring the whole of it.
  const address = useAddress(near && sessionToken() === undefined ? id : null, 'whole')
  return (
    <span class="video-face" ref={ref} aria-hidden="true">
      {address && address !== 'failed' && !failed && (
        <video
          src={`${address}#t=0.1`}
          muted
          playsInline
          preload="metadata"
          tabIndex={-1}
          onError={() => setFailed(true)}
        />
      )}
    </span>
  )
}

/** A video among pictures: it is played large. */
export function VideoTile({ file, seq, reachable }: { file: File; seq: number | null; reachable: boolean }) {
  return (
    <button
      type="button"
      class="picture picture-video"
      style={{ background: file.tint }}
      tabIndex={reachable ? 0 : -1}
      aria-label={filesWords().playVideo(file.name)}
      onPointerEnter={prepareLightbox}
      onClick={() => openFromLog(file, seq)}
    >
      <VideoFace file={file} />
      <span class="play-mark">
        <LateIcon name="play" />
      </span>
      {file.duration_ms !== undefined && <span class="picture-mark">{clockText(file.duration_ms)}</span>}
    </button>
  )
}
