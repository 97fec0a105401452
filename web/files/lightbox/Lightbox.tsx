import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { formatTime } from '#web/kit/time.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { filesWords } from '#web/words/files.ts'
import { localeTag } from '#web/words/index.ts'
import { saveFile } from '../save-file.ts'
import { closeLightbox, type Shown, showOther, type Viewing, viewing } from '../viewing.ts'
import { preload } from './preload.ts'
import { Stage } from './Stage.tsx'
import { stageKeys } from './use-stage.ts'

export function LightboxPlace() {
  const now = viewing.value
  return now && <Lightbox now={now} />
}

/** Pictures and videos of the room, one at a time, over everything: ← → + − 0 Esc (client.md 8). */
function Lightbox({ now }: { now: Viewing }) {
  const ref = useRef<HTMLDialogElement>(null)
  const say = filesWords().viewer
  const all = now.all.value
  const at = all.findIndex(({ file }) => file.id === now.id)
  const shown = all[at]
  useLayoutEffect(() => (ref.current ? open(ref.current, now.opener) : undefined), [])
  // What was erased, or left the window, is not shown any longer.
  useEffect(() => {
    if (!shown) closeLightbox()
  }, [shown])
  useEffect(() => preload([all[at + 1], all[at - 1]]), [all, at])
  if (!shown) return null
  const go = (by: number) => {
    const next = all[at + by]
    if (next) showOther(next.file.id)
  }
  return (
    <dialog
      class="lightbox"
      ref={ref}
      aria-label={say.title}
      onCancel={(event) => {
        event.preventDefault()
        closeLightbox()
      }}
      onKeyDown={(event) => hearKey(event, go)}
    >
      <Bar shown={shown} at={at} count={all.length} />
      <Stage key={shown.file.id} file={shown.file} onGo={go} onClose={closeLightbox} />
      <Step to={at > 0} icon="chevron-left" label={say.previous} side="previous" onClick={() => go(-1)} />
      <Step to={at < all.length - 1} icon="chevron-right" label={say.next} side="next" onClick={() => go(1)} />
      <Caption shown={shown} />
    </dialog>
  )
}

/** At once, so that the first key belongs to it. When it goes, the focus goes back to what opened it, else to the text field. */
function open(dialog: HTMLDialogElement, opener: Element | null): () => void {
  dialog.showModal()
  return () =>
    queueMicrotask(() => {
      if (document.activeElement && document.activeElement !== document.body) return
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
      else focusComposer.run()
    })
}

function hearKey(event: KeyboardEvent, go: (by: number) => void): void {
  if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return
  const { key, target } = event
  const inVideo = target instanceof HTMLVideoElement
  if (key === 'ArrowRight' && !inVideo) go(1)
  else if (key === 'ArrowLeft' && !inVideo) go(-1)
  else if (!stageKeys.hear(key)) return
  event.preventDefault()
}

function Bar({ shown, at, count }: { shown: Shown; at: number; count: number }) {
  const say = filesWords().viewer
  return (
    <div class="lightbox-bar">
      <p class="lightbox-who">
        {shown.name && (
          <>
            <bdi>{shown.name}</bdi>
            <time dateTime={new Date(shown.at).toISOString()}>{formatTime('shortDay', shown.at, localeTag.value)}</time>
          </>
        )}
      </p>
      {count > 1 && (
        <p class="lightbox-count">
          <span aria-hidden="true">{say.counter(at + 1, count)}</span>
          <span class="hidden" role="status">
            {say.counted(at + 1, count)}
          </span>
        </p>
      )}
      {shown.file.kind === 'picture' && (
        <>
          <Tool icon="zoom-out" label={say.smaller} keys="-" run={() => stageKeys.hear('-')} />
          <Tool icon="zoom-in" label={say.larger} keys="+" run={() => stageKeys.hear('+')} />
        </>
      )}
      {shown.goThere && <Tool icon="message-square-text" label={filesWords().gallery.goThere} run={shown.goThere} />}
      <Tool icon="download" label={say.download} run={() => void saveFile(shown.file)} />
      <Tool icon="x" label={say.close} keys="Escape" run={closeLightbox} focused />
    </div>
  )
}

type ToolProps = { icon: AnyIconName; label: string; keys?: string; run: () => unknown; focused?: boolean }

function Tool({ icon, label, keys, run, focused }: ToolProps) {
  return (
    <button
      type="button"
      class="lightbox-tool"
      aria-label={label}
      title={label}
      aria-keyshortcuts={keys}
      autofocus={focused}
      onClick={run}
    >
      <LateIcon name={icon} />
    </button>
  )
}

type StepProps = { to: boolean; icon: AnyIconName; label: string; side: string; onClick: () => void }

/** At an end it stays, so that it does not take the focus with it. */
function Step({ to, icon, label, side, onClick }: StepProps) {
  return (
    <button
      type="button"
      class={`lightbox-tool lightbox-step lightbox-${side}`}
      aria-label={label}
      title={label}
      aria-disabled={!to}
      onClick={onClick}
    >
      <LateIcon name={icon} size={24} />
    </button>
  )
}

function Caption({ shown: { file, said } }: { shown: Shown }) {
  const alt = file.alt && file.alt !== said ? file.alt : ''
  if (!said && !alt) return null
  return (
    <div class="lightbox-said">
      {said && <p dir="auto">{said}</p>}
      {alt && (
        <p class="lightbox-alt" dir="auto">
          {alt}
        </p>
      )}
    </div>
  )
}
