import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './Icon.tsx'
import { isInputMethodKey } from './send-key.ts'

type DialogProps = {
  /** Written at its top; null where the children have a title (`labelledBy`). */
  title: string | null
  /** Word of the button that closes it; without it there is no button. */
  close?: string
  /** Stands beside the title. */
  aside?: ComponentChildren
  /** The id of a title among the children, instead of one of its own. */
  labelledBy?: string
  /** Where it stands, for a card beside what it tells about. */
  at?: { top: number; left: number }
  kind?: 'plain' | 'enter' | 'sheet' | 'card' | 'panel' | 'bottom' | 'emoji' | 'rooms' | 'switcher' | 'tall'
  /** Opens it otherwise than as a modal one; then it closes by itself what a modal one would (emoji/show-beside.ts). */
  show?: (dialog: HTMLDialogElement) => void
  onClose: () => void
  children: ComponentChildren
}

/**
 * A modal dialog, unless `show` says otherwise. It is open as long as it is mounted; Esc and a press on the ground behind it ask `onClose`. The
 * browser gives the focus back to what opened it.
 */
export function Dialog(props: DialogProps) {
  const { title, close, aside, labelledBy, at, kind = 'plain', show, onClose, children } = props
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useLayoutEffect(() => (ref.current ? open(ref.current, show) : undefined), [])
  return (
    <dialog
      ref={ref}
      class={`dialog dialog-${kind}`}
      aria-labelledby={labelledBy ?? titleId}
      style={at && { '--at-top': `${at.top}px`, '--at-left': `${at.left}px` }}
      // The Esc that gave a word up closes nothing.
      onKeyDown={(event) => event.key === 'Escape' && isInputMethodKey(event) && event.preventDefault()}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <div class="dialog-body">
        {title !== null && (
          <div class="dialog-head">
            <h2 id={titleId}>{title}</h2>
            {aside}
            {close && <CloseButton label={close} onClose={onClose} />}
          </div>
        )}
        {title === null && close && <CloseButton label={close} onClose={onClose} />}
        {children}
      </div>
    </dialog>
  )
}

/** Hears of each dialog that opens: what a finger does to it comes late (shell/sheet-touch.ts). */
export const heedDialog: { current: ((dialog: HTMLElement) => void) | null } = { current: null }

/** What has opened a dialog that is just going. Another one that comes in its place will give the focus back there. */
let opener: Element | null = null

/** At once, not after the next painting: the first key that is pressed already belongs to it. */
function open(dialog: HTMLDialogElement, show: DialogProps['show']): () => void {
  const from = opener ?? document.activeElement
  opener = null
  if (show) show(dialog)
  else dialog.showModal()
  heedDialog.current?.(dialog)
  return () => {
    opener = from
    queueMicrotask(giveFocusBack)
  }
}

/** When it is out of the page: before that nothing behind it can have the focus. What has taken it meanwhile keeps it. */
function giveFocusBack(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body
  if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus()
  opener = null
}

function CloseButton({ label, onClose }: { label: string; onClose: () => void }) {
  return (
    <button type="button" class="icon-button dialog-close" aria-label={label} title={label} onClick={onClose}>
      <Icon name="x" />
    </button>
  )
}
