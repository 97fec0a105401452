import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Dialog } from './Dialog.tsx'
import { LateIcon } from './LateIcon.tsx'
import type { AnyIconName } from './late-icons.ts'
import { coarsePointer, narrow } from './media.ts'

type Action = { kind: 'action'; key: string; icon: AnyIconName; label: string; danger?: boolean; run: () => void }
/** One of several, of which one holds. */
type Choice = { key: string; label: string; note?: string; checked: boolean; run: () => void }
/** A line of a menu, or the lines of one choice under what it is about. */
export type MenuEntry =
  | Action
  | { kind: 'choices'; key: string; label: string; options: readonly Choice[] }
  | { kind: 'rule'; key: string }

type MenuProps = {
  /** What a screen reader hears, and what stands over the sheet of a phone. */
  label: string
  /** What it belongs to: it stands under it, or over it where there is no room. */
  at: DOMRect
  entries: readonly MenuEntry[]
  /** `back`: the focus goes back to the opener, since nothing else takes it. */
  onClose: (how: 'back' | 'away') => void
}

/** What one can do with something: beside it under a pointer, from below under a finger. It is open as long as it is mounted. */
export function ActionMenu(props: MenuProps) {
  return coarsePointer.value || narrow.value ? <MenuSheet {...props} /> : <MenuPopover {...props} />
}

const GAP_PX = 6
const EDGE_PX = 8

function placeUnder(menu: HTMLElement, at: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect()
  const below = at.bottom + GAP_PX
  const top = below + height + EDGE_PX <= window.innerHeight ? below : at.top - GAP_PX - height
  const left = Math.min(at.right - width, window.innerWidth - EDGE_PX - width)
  menu.style.top = `${Math.max(EDGE_PX, Math.min(top, window.innerHeight - EDGE_PX - height))}px`
  menu.style.left = `${Math.max(EDGE_PX, left < EDGE_PX ? at.left : left)}px`
}

function move(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('.menu-item')]
  const { activeElement: now } = document
  const at = now instanceof HTMLElement ? items.indexOf(now) : -1
  const next =
    key === 'ArrowDown'
      ? (items[at + 1] ?? items[0])
      : key === 'ArrowUp'
        ? items.at(at < 1 ? -1 : at - 1)
        : key === 'Home'
          ? items[0]
          : key === 'End'
            ? items.at(-1)
            : undefined
  next?.focus({ preventScroll: true })
  return next !== undefined
}

function MenuPopover({ label, at, entries, onClose }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null)
  // Taken while rendering: a moment later the focus is in the menu.
  const opener = useRef(document.activeElement)
  const close = (how: 'back' | 'away') => {
    if (how === 'back' && opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
    onClose(how)
  }
  useLayoutEffect(() => {
    const menu = ref.current
    if (!menu) return
    menu.showPopover()
    placeUnder(menu, at)
    menu.querySelector<HTMLElement>('.menu-item')?.focus({ preventScroll: true })
  }, [])
  useEffect(() => closeOutside(ref.current, () => close('away')), [])
  const hear = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') close('back')
    else if (!ref.current || !move(ref.current, event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="menu" popover="manual" role="menu" aria-label={label} ref={ref} onKeyDown={hear}>
      <Entries entries={entries} onClose={close} inMenu />
    </div>
  )
}

function closeOutside(menu: HTMLElement | null, close: () => void): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal, capture: true }
  window.addEventListener(
    'pointerdown',
    ({ target }) => !(target instanceof Node && menu?.contains(target)) && close(),
    options,
  )
  window.addEventListener('blur', ({ target }) => target === window && close(), options)
  window.addEventListener('resize', close, options)
  return () => stop.abort()
}

function MenuSheet({ label, entries, onClose }: MenuProps) {
  const titleId = useId()
  return (
    <Dialog kind="bottom" title={null} labelledBy={titleId} onClose={() => onClose('back')}>
      <i class="sheet-grip" aria-hidden="true" />
      <h2 id={titleId} class="menu-title" tabIndex={-1} autofocus>
        <bdi>{label}</bdi>
      </h2>
      <div class="sheet-items">
        <Entries entries={entries} onClose={onClose} inMenu={false} />
      </div>
    </Dialog>
  )
}

type EntriesProps = Pick<MenuProps, 'entries' | 'onClose'> & { inMenu: boolean }

function Entries({ entries, onClose, inMenu }: EntriesProps) {
  // When the menu has gone and has given the focus back.
  const after = (run: () => void) => () => {
    onClose('back')
    queueMicrotask(run)
  }
  return (
    <>
      {entries.map((entry) => {
        if (entry.kind === 'rule') return <hr key={entry.key} class="menu-rule" />
        if (entry.kind === 'choices') {
          const { key, label, options } = entry
          return <Choices key={key} label={label} options={options} after={after} inMenu={inMenu} />
        }
        return (
          <button
            type="button"
            key={entry.key}
            class={entry.danger ? 'menu-item menu-danger' : 'menu-item'}
            role={inMenu ? 'menuitem' : undefined}
            tabIndex={inMenu ? -1 : 0}
            onPointerMove={inMenu ? lightUp : undefined}
            onClick={after(entry.run)}
          >
            <LateIcon name={entry.icon} />
            <span class="menu-label">{entry.label}</span>
          </button>
        )
      })}
    </>
  )
}

/** One thing is lit, whether the pointer or the keys came to it. */
const lightUp = ({ currentTarget }: { currentTarget: HTMLElement }) => currentTarget.focus({ preventScroll: true })

type ChoicesProps = {
  label: string
  options: readonly Choice[]
  after: (run: () => void) => () => void
  inMenu: boolean
}

function Choices({ label, options, after, inMenu }: ChoicesProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a menu.
    <div role="group" aria-label={label}>
      <p class="menu-heading" aria-hidden="true">
        {label}
      </p>
      {options.map(({ key, label, note, checked, run }) => (
        <button
          type="button"
          key={key}
          class="menu-item"
          // In a sheet it is a button among others.
          {...(inMenu ? { role: 'menuitemradio' as const, 'aria-checked': checked } : { 'aria-pressed': checked })}
          tabIndex={inMenu ? -1 : 0}
          onPointerMove={inMenu ? lightUp : undefined}
          onClick={after(run)}
        >
          <span class="menu-check">{checked && <LateIcon name="check" />}</span>
          <span class="menu-label">{label}</span>
          {note && <span class="menu-note">{note}</span>}
        </button>
      ))}
    </div>
  )
}
