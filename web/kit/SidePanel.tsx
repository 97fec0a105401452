import type { ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Dialog } from './Dialog.tsx'
import { Icon } from './Icon.tsx'
import { narrow } from './media.ts'
import { isInputMethodKey } from './send-key.ts'

type SidePanelProps = {
  title: string
  /** Word of the button that closes it. */
  close: string
  /** Stands beside the title: a count, a button. */
  aside?: ComponentChildren
  onClose: () => void
  children: ComponentChildren
}

/**
 * The panel at the right: a column beside the log on a desktop, over the log on a tablet, a whole sheet on a phone
 * (client.md 2). It is open as long as it is mounted and stands in the shell's grid; Esc inside it asks `onClose`. What it
 * holds takes the focus by itself, else its title has it; when it goes, the focus goes back to what opened it.
 */
export function SidePanel(props: SidePanelProps) {
  return narrow.value ? <Sheet {...props} /> : <Column {...props} />
}

function Sheet({ title, close, aside, onClose, children }: SidePanelProps) {
  return (
    <Dialog kind="panel" title={title} close={close} aside={aside} onClose={onClose}>
      {children}
    </Dialog>
  )
}

function Column({ title, close, aside, onClose, children }: SidePanelProps) {
  const ref = useRef<HTMLElement>(null)
  const titleId = useId()
  // Taken while rendering: what the panel holds may take the focus before the effects here run.
  const opener = useRef(document.activeElement)
  useEffect(() => takeFocus(ref.current), [])
  // As it goes, not after the next painting: a key that is pressed in between would be lost.
  useLayoutEffect(() => {
    const panel = ref.current
    return () => giveFocusBack(panel, opener.current)
  }, [])
  return (
    <aside
      class="side-panel"
      ref={ref}
      data-region="panel"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isInputMethodKey(event) || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      <div class="side-panel-head">
        <h2 id={titleId} tabIndex={-1}>
          {title}
        </h2>
        {aside}
        <button type="button" class="icon-button" aria-label={close} title={close} onClick={onClose}>
          <Icon name="x" />
        </button>
      </div>
      {children}
    </aside>
  )
}

function takeFocus(panel: HTMLElement | null): void {
  if (!panel?.contains(document.activeElement)) panel?.querySelector<HTMLElement>('h2')?.focus()
}

/** Unless it has gone elsewhere meanwhile. */
function giveFocusBack(panel: HTMLElement | null, opener: Element | null): void {
  const now = document.activeElement
  const lost = now === null || now === document.body || panel?.contains(now)
  if (lost && opener instanceof HTMLElement && opener.isConnected) opener.focus()
}
