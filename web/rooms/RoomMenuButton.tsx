import { LateIcon } from '#web/kit/LateIcon.tsx'
import { roomInfo } from '#web/store/session.ts'
import { roomWords } from '#web/words/rooms.ts'
import { prepareRooms } from './Rooms.tsx'
import { openRoomMenu, roomMenu } from './rooms-view.ts'

/** At the end of the header: what one can do with the room of the page. */
export function RoomMenuButton() {
  const say = roomWords().menu
  const room = roomInfo.value
  if (!room) return null
  return (
    <button
      type="button"
      class="icon-button header-last"
      aria-label={say.title}
      title={say.title}
      onPointerEnter={prepare}
      onFocus={prepare}
      aria-haspopup="menu"
      aria-expanded={roomMenu.value?.of === 'header'}
      onClick={({ currentTarget }) => openRoomMenu({ room, at: currentTarget.getBoundingClientRect(), of: 'header' })}
    >
      <LateIcon name="ellipsis" />
    </button>
  )
}

// If it does not come, that is said when it is wanted.
const prepare = () => void prepareRooms().catch(() => undefined)
