import { ariaKeys } from '#web/kit/command-key.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { narrow } from '#web/kit/media.ts'
import { pageKeys } from '#web/kit/page-keys.ts'
import { roomWords } from '#web/words/rooms.ts'
import { prepareRooms } from './Rooms.tsx'
import { roomsView, showRooms } from './rooms-view.ts'
import { waitingElsewhere } from './waiting-elsewhere.ts'

const GAP_PX = 4

/** Beside the name of the installation: opens the list of rooms. A dot says that something for oneself waits elsewhere. */
export function SwitchButton() {
  const say = roomWords()
  const count = waitingElsewhere()
  const label = count > 0 ? say.switchUnread(count) : say.switch
  return (
    <button
      type="button"
      class="icon-button switch-button"
      aria-label={label}
      title={label}
      onPointerEnter={prepare}
      onFocus={prepare}
      aria-keyshortcuts={ariaKeys(pageKeys.switchRoom)}
      aria-haspopup="dialog"
      aria-expanded={roomsView.value?.name === 'list'}
      onClick={({ currentTarget }) => {
        const column = currentTarget.closest('.people-place')?.getBoundingClientRect()
        const at = column && !narrow.peek() ? { top: column.bottom - GAP_PX, left: column.left + 2 * GAP_PX } : null
        showRooms({ name: 'list', at })
      }}
    >
      <LateIcon name="chevrons-up-down" />
      {count > 0 && <i class="switch-dot" />}
    </button>
  )
}

// If it does not come, that is said when it is wanted.
const prepare = () => void prepareRooms().catch(() => undefined)
