import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { actionOfKey, type MessageAction, messageKeys } from '#web/kit/message-keys.ts'
import { toolWords } from '#web/words/tools.ts'
import { act } from './actions.ts'
import { moveInMenu } from './menu-focus.ts'
import { type MenuItem, standsApart, useMenuItems } from './menu-items.ts'
import { placeBeside } from './place-beside.ts'
import { QuickReactions } from './QuickReactions.tsx'
import { rowElement } from './row-element.ts'
import type { Row } from './rows.ts'

type Props = { row: Row; at: DOMRect; onClose: () => void }

/** What one can do with a message, beside it. A press elsewhere closes it; with Esc the focus goes back to the message. */
export function MessageMenu({ row, at, onClose }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  const items = useMenuItems(row)
  useLayoutEffect(() => {
    const menu = ref.current
    if (!menu) return
    menu.showPopover()
    placeBeside(menu, at)
    menu.querySelector<HTMLElement>('.menu-item')?.focus({ preventScroll: true })
  }, [])
  useEffect(() => closeOutside(ref.current, onClose), [])
  const back = () => {
    onClose()
    rowElement(document, row.key)?.focus({ preventScroll: true })
  }
  const run = (item: Pick<MenuItem, 'action'>) => {
    back()
    act(item.action, row, { at, by: 'keys' })
  }
  const hear = (event: KeyboardEvent) => {
    const action = actionOfKey(event)
    const item = items.find((one) => one.action === action)
    if (item) run(item)
    else if (event.key === 'Escape' || event.key === 'Tab') back()
    else if (!ref.current || !moveInMenu(ref.current, event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="menu" popover="manual" role="menu" aria-label={toolWords().actions.menu} ref={ref} onKeyDown={hear}>
      <QuickReactions row={row} at={at} role="menuitemcheckbox" onDone={back} />
      <hr class="menu-rule" />
      {items.map((item) => (
        <Item key={item.action} item={item} run={() => run(item)} />
      ))}
    </div>
  )
}

function closeOutside(menu: HTMLElement | null, close: () => void): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal, capture: true }
  const hear = ({ target }: Event) => {
    if (!(target instanceof Node && menu?.contains(target))) close()
  }
  window.addEventListener('pointerdown', hear, options)
  // Captured, the blur of every element passes here: only the window's own counts.
  window.addEventListener('blur', ({ target }) => target === window && close(), options)
  window.addEventListener('resize', close, options)
  // Not by every scroll: a new message moves the log as well, and what is being read stays.
  document.addEventListener('wheel', hear, { ...options, passive: true })
  return () => stop.abort()
}

function Item({ item, run }: { item: MenuItem; run: () => void }) {
  const { action, icon, label, cap, note, danger } = item
  return (
    <>
      {standsApart(action) && <hr class="menu-rule" />}
      <button
        type="button"
        role="menuitem"
        class={danger ? 'menu-item menu-danger' : 'menu-item'}
        tabIndex={-1}
        aria-keyshortcuts={ariaKeysOf(action)}
        // One thing is lit, whether the pointer or the keys came to it.
        onPointerMove={({ currentTarget }) => currentTarget.focus({ preventScroll: true })}
        onClick={run}
      >
        <LateIcon name={icon} />
        <span class="menu-label">{label}</span>
        {note ? (
          <span class="menu-note">{note}</span>
        ) : (
          <span class="keycap" aria-hidden="true">
            {cap}
          </span>
        )}
      </button>
    </>
  )
}

/** As `aria-keyshortcuts` wants them: a key that has a name is told by it, and not by what is printed on it. */
function ariaKeysOf(action: MessageAction): string {
  const { key, code, cap, also } = messageKeys[action]
  const first = key.length > 1 ? code : cap
  return also ? `${first} ${also.key.toUpperCase()}` : first
}
