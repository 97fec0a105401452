import { useId, useRef, useState } from 'preact/hooks'
import type { Level } from '#protocol/reading.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { coarsePointer } from '#web/kit/media.ts'
import { levelOf } from '#web/store/my-rooms.ts'
import { preferences } from '#web/store/preferences.ts'
import { readingWords } from '#web/words/reading.ts'
import { LevelMenu, LevelSheet } from './LevelMenu.tsx'
import { myRoom } from './my-room.ts'
import { defaultLevel } from './waiting-in.ts'

/** What one hears by default is a bell and nothing more. */
function iconOf(level: Level, byDefault: Level): AnyIconName {
  if (level === 'none') return 'bell-off'
  return level === 'all' && byDefault !== 'all' ? 'bell-ring' : 'bell'
}

/** The bell in the header: what one hears of this room, and the menu to choose it. There is none before one is in the room. */
export function LevelBell() {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const menu = useId()
  const mine = myRoom.value
  if (mine === null) return null
  const level = levelOf(mine)
  const say = readingWords().level
  const label = say.button(say.choices[level])
  const close = () => setOpen(false)
  return (
    <>
      <button
        type="button"
        ref={button}
        class={preferences.value.quiet === 'on' ? 'icon-button level-quiet' : 'icon-button'}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menu : undefined}
        onClick={() => setOpen(!open)}
      >
        <LateIcon name={iconOf(level, defaultLevel(mine))} />
      </button>
      {open && coarsePointer.value && <LevelSheet onClose={close} />}
      {open && !coarsePointer.value && <LevelMenu id={menu} under={button} onClose={close} />}
    </>
  )
}
