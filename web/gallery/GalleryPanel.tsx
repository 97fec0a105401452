import { useEffect, useRef } from 'preact/hooks'
import type { GalleryKind } from '#protocol/files.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { SidePanel } from '#web/kit/SidePanel.tsx'
import { closeSidePanel } from '#web/store/side-panel.ts'
import { filesWords } from '#web/words/files.ts'
import { words } from '#web/words/index.ts'
import { choose, files, kind, type Load, readMore, startStore, tab } from './gallery-store.ts'
import { Shelves } from './Shelves.tsx'

const kinds = ['pictures', 'files'] as const satisfies readonly GalleryKind[]

/** Everything that was sent in this room: pictures and videos, and in a tab beside them all other files. */
export function GalleryPanel() {
  const say = filesWords().gallery
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    startStore()
    choose(kind.peek())
  }, [])
  const { list, load } = tab.value
  const shown = files.value
  return (
    <SidePanel title={say.title} close={words().close} onClose={closeSidePanel}>
      <Tabs />
      <div
        class="gallery"
        ref={scroller}
        role="tabpanel"
        id="gallery-panel"
        aria-labelledby={`gallery-${kind.value}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        aria-busy={load === 'busy'}
      >
        {shown.length > 0 || list?.next ? (
          <Shelves key={kind.value} scroller={scroller} files={shown} kind={kind.value} />
        ) : (
          <State load={list ? 'idle' : load} onRetry={() => retry(scroller.current)} />
        )}
      </div>
    </SidePanel>
  )
}

/** The button goes; the focus stays in the panel. */
function retry(panel: HTMLElement | null): void {
  panel?.focus()
  void readMore()
}

/** One of them is in the tab order; ← → Home End go to the others. */
function Tabs() {
  const say = filesWords().gallery
  const hear = (event: KeyboardEvent) => {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return
    event.preventDefault()
    const at = kinds.indexOf(kind.peek())
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? kinds.length - 1 : (at + 1) % kinds.length
    choose(kinds[next] ?? 'pictures')
    document.getElementById(`gallery-${kinds[next]}`)?.focus()
  }
  return (
    <div class="gallery-tabs" role="tablist" aria-label={say.tabs} onKeyDown={hear}>
      {kinds.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`gallery-${one}`}
          class="gallery-tab"
          aria-selected={kind.value === one}
          aria-controls="gallery-panel"
          tabIndex={kind.value === one ? 0 : -1}
          onClick={() => choose(one)}
        >
          {say[one]}
        </button>
      ))}
    </div>
  )
}

function State({ load, onRetry }: { load: Load; onRetry: () => void }) {
  const say = filesWords().gallery
  const pictures = kind.value === 'pictures'
  if (load === 'offline') return <Note icon="wifi-off" text={say.offline} />
  if (load === 'failed')
    return (
      <div class="load-error gallery-failed" role="alert">
        <LateIcon name="cloud-alert" />
        <span>{say.failed}</span>
        <button type="button" class="load-retry" onClick={onRetry}>
          {say.retry}
        </button>
      </div>
    )
  if (!tab.value.list) return <Skeleton pictures={pictures} />
  return pictures ? (
    <Note icon="images" text={say.noPictures} hint={say.noPicturesHint} />
  ) : (
    <Note icon="file" text={say.noFiles} hint={say.noFilesHint} />
  )
}

function Note({ icon, text, hint }: { icon: AnyIconName; text: string; hint?: string }) {
  return (
    <div class="search-note">
      <LateIcon name={icon} size={28} />
      <p role="status">{text}</p>
      {hint && <p class="search-hint">{hint}</p>}
    </div>
  )
}

const places = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** The final shape of what is on its way. */
function Skeleton({ pictures }: { pictures: boolean }) {
  return (
    <div class={pictures ? 'gallery-grid gallery-waits' : 'gallery-waits'}>
      <p class="hidden">{filesWords().gallery.loading}</p>
      {places.map((place) => (
        <i key={place} class={pictures ? 'gallery-picture' : 'gallery-waiting-row'} aria-hidden="true" />
      ))}
    </div>
  )
}
