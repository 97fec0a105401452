import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Level, MyRoom } from '#protocol/reading.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { showToast } from '#web/kit/toast.ts'
import { levelOf, setLevel } from '#web/store/my-rooms.ts'
import { preferences } from '#web/store/preferences.ts'
import { readingWords } from '#web/words/reading.ts'
import { refusalSentence } from '#web/words/refusals.ts'
import { myRoom } from './my-room.ts'
import { defaultLevel } from './waiting-in.ts'

const levels: readonly Level[] = ['all', 'mentions', 'none']
const EDGE_PX = 8

/** What is the default stays the default, whatever it will be: no choice of one's own is kept. */
async function choose(mine: MyRoom, level: Level): Promise<void> {
  try {
    await setLevel(mine.room.id, level === defaultLevel(mine) ? null : level)
  } catch (error) {
    showToast(refusalSentence(error), { tone: 'refusal' })
  }
}

type MenuProps = { id: string; under: { current: HTMLElement | null }; onClose: () => void }

/** Under the bell. A press elsewhere, Esc and Tab close it; the focus goes back to the bell. */
export function LevelMenu({ id, under, onClose }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [menu, bell] = [ref.current, under.current]
    if (!menu || !bell) return
    menu.showPopover()
    const { right, bottom } = bell.getBoundingClientRect()
    menu.style.top = `${bottom + EDGE_PX}px`
    menu.style.left = `${Math.max(EDGE_PX, right - menu.offsetWidth)}px`
    menu.querySelector<HTMLElement>('[aria-checked=true]')?.focus()
  }, [])
  useEffect(() => closeOutside(ref, under, onClose), [])
  const back = () => {
    onClose()
    under.current?.focus()
  }
  const hear = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') back()
    else if (!ref.current || !move(ref.current, event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const say = readingWords().level
  return (
    <div ref={ref} id={id} class="menu level-menu" popover="manual" role="menu" aria-label={say.title} onKeyDown={hear}>
      <Choices tabIndex={-1} onChosen={back} />
    </div>
  )
}

/** The same from below, under a finger. */
export function LevelSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog kind="bottom" title={null} labelledBy="level-title" onClose={onClose}>
      <i class="sheet-grip" aria-hidden="true" />
      <h2 id="level-title" class="level-title" tabIndex={-1} autofocus>
        {readingWords().level.title}
      </h2>
      <div role="menu" aria-labelledby="level-title">
        <Choices tabIndex={0} onChosen={onClose} />
      </div>
    </Dialog>
  )
}

function Choices({ tabIndex, onChosen }: { tabIndex: 0 | -1; onChosen: () => void }) {
  const mine = myRoom.value
  if (!mine) return null
  const say = readingWords().level
  const now = levelOf(mine)
  const choice = (level: Level) => (
    <button
      key={level}
      type="button"
      role="menuitemradio"
      class="menu-item level-item"
      aria-checked={level === now}
      tabIndex={tabIndex}
      onPointerMove={({ currentTarget }) => tabIndex < 0 && currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        onChosen()
        void choose(mine, level)
      }}
    >
      <span class="level-check">{level === now && <Icon name="check" size={18} />}</span>
      <span class="menu-label">
        {say.choices[level]}
        <small class="level-note">{say.notes[level]}</small>
      </span>
      {level === defaultLevel(mine) && <span class="menu-note">{say.byDefault}</span>}
    </button>
  )
  return (
    <>
      {levels.map(choice)}
      {preferences.value.quiet === 'on' && <p class="level-quiet-note">{say.quiet}</p>}
    </>
  )
}

function move(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('.menu-item')]
  const at = items.findIndex((item) => item.matches(':focus'))
  const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key]
  if (step === undefined) return false
  items.at(step % items.length)?.focus()
  return true
}

function closeOutside(
  menu: { current: HTMLElement | null },
  under: { current: HTMLElement | null },
  close: () => void,
): () => void {
  const stop = new AbortController()
  const hear = ({ target }: Event) => {
    // The bell closes it by itself.
    if (target instanceof Node && (menu.current?.contains(target) || under.current?.contains(target))) return
    close()
  }
  window.addEventListener('pointerdown', hear, { signal: stop.signal, capture: true })
  window.addEventListener('resize', close, { signal: stop.signal })
  return () => stop.abort()
}
