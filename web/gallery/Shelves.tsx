import { useComputed } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { GalleryFile, GalleryKind } from '#protocol/files.ts'
import { clockText } from '#protocol/files-text.ts'
import { FileRow, openLightbox, prepareLightbox, type Shown, useAddress, VideoFace, viewing } from '#web/files/late.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { formatTime } from '#web/kit/time.ts'
import { dayName, dayOf } from '#web/messages/index.ts'
import { bodyOf } from '#web/store/lines.ts'
import { serverNow } from '#web/store/session.ts'
import { heldLines } from '#web/store/timeline-store.ts'
import { filesWords } from '#web/words/files.ts'
import { localeTag } from '#web/words/index.ts'
import { keyOf } from './gallery-list.ts'
import { files as allFiles, readMore, tab } from './gallery-store.ts'
import { goToMessage } from './go-to-message.ts'

type Element = { current: HTMLElement | null }
type Props = { scroller: Element; files: readonly GalleryFile[]; kind: GalleryKind }

/** Day by day, newest first, and on without end. */
export function Shelves({ scroller, files, kind }: Props) {
  const say = filesWords().gallery
  const all = useComputed(() => allFiles.value.map(shownOf))
  const list = tab.value.list
  const open = viewing.value
  // Who looks at them one by one comes to the end, too.
  useEffect(() => {
    if (open?.all === all && all.peek().at(-1)?.file.id === open.id) void readMore('pictures')
  }, [open])
  return (
    <>
      {[...Map.groupBy(files, ({ at }) => dayOf(at))].map(([day, some]) => (
        <section key={day} class="gallery-day">
          <h3>{dayName(some[0]?.at ?? 0, serverNow())}</h3>
          <ul class={kind === 'pictures' ? 'gallery-grid' : 'gallery-files'}>
            {some.map((one) => (
              <li key={keyOf(one)}>
                {kind === 'pictures' ? (
                  <Tile one={one} onOpen={() => openLightbox(one.file.id, all)} />
                ) : (
                  <Row one={one} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {list?.next ? <NextPage scroller={scroller} key={keyOf(list.next)} /> : <p class="hits-end">{say.end}</p>}
    </>
  )
}

/** What was said with it is known only where the page holds the message. */
function shownOf({ message, at, by, file }: GalleryFile): Shown {
  const line = heldLines.value.get(message)
  return { file, seq: message, name: by.name, at, said: line ? bodyOf(line) : '', goThere: () => goToMessage(message) }
}

function Tile({ one: { file, by, at }, onOpen }: { one: GalleryFile; onOpen: () => void }) {
  const say = filesWords()
  const isVideo = file.kind === 'video'
  const address = useAddress(isVideo ? null : file.id, 'thumb')
  const [isBroken, setBroken] = useState(false)
  const failed = isBroken || address === 'failed'
  const what = isVideo ? say.video(file.name) : say.picture(file.alt ?? '')
  return (
    <button
      type="button"
      class="gallery-picture"
      style={failed ? undefined : { background: file.tint }}
      aria-label={say.gallery.label(what, by.name, formatTime('full', at, localeTag.value))}
      onPointerEnter={prepareLightbox}
      onClick={onOpen}
    >
      {failed && (
        <span class="picture-failed">
          <LateIcon name="image-off" />
        </span>
      )}
      {address && !failed && (
        <img
          loading="lazy"
          decoding="async"
          src={address}
          alt=""
          width={file.width}
          height={file.height}
          draggable={false}
          onError={() => setBroken(true)}
        />
      )}
      {isVideo && <VideoFace file={file} />}
      {isVideo && (
        <span class="picture-mark gallery-mark">
          <LateIcon name="play" size={12} />
          {file.duration_ms !== undefined && clockText(file.duration_ms)}
        </span>
      )}
      {file.moving && <span class="picture-mark gallery-mark">GIF</span>}
    </button>
  )
}

function Row({ one: { file, by, at, message } }: { one: GalleryFile }) {
  const say = filesWords().gallery
  return (
    <div class="gallery-row">
      <div class="gallery-file">
        <FileRow file={file} seq={message} reachable />
      </div>
      <p class="gallery-who">
        <bdi>{by.name}</bdi>
        <time dateTime={new Date(at).toISOString()}>{formatTime('clock', at, localeTag.value)}</time>
      </p>
      <button
        type="button"
        class="icon-button gallery-there"
        aria-label={say.goToMessage(by.name)}
        title={say.goThere}
        onClick={() => goToMessage(message)}
      >
        <LateIcon name="message-square-text" size={18} />
      </button>
    </div>
  )
}

/** The next page is asked for this far before its place comes into view. */
const AHEAD_PX = 600

function NextPage({ scroller }: { scroller: Element }) {
  const say = filesWords().gallery
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!ref.current) return
    const near = new IntersectionObserver(([entry]) => void (entry?.isIntersecting && readMore()), {
      root: scroller.current,
      rootMargin: `${AHEAD_PX}px`,
    })
    near.observe(ref.current)
    return () => near.disconnect()
  }, [])
  const { load } = tab.value
  return (
    <div class="hits-next" ref={ref}>
      {load === 'failed' ? (
        <>
          <span>{say.failedMore}</span>
          <button
            type="button"
            class="load-retry"
            onClick={() => {
              scroller.current?.focus()
              void readMore()
            }}
          >
            {say.retry}
          </button>
        </>
      ) : (
        <span>{load === 'offline' ? say.offline : say.loading}</span>
      )}
    </div>
  )
}
