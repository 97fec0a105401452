import { LateIcon } from '#web/kit/LateIcon.tsx'
import { roomWords } from '#web/words/rooms.ts'
import { prepareRooms } from './Rooms.tsx'
import { roomsView, showRooms } from './rooms-view.ts'
import { waitingElsewhere } from './waiting-elsewhere.ts'

/**
 * Where the place is not in sight (a phone, the folded column) the whole title opens the list of rooms. The button lies over
 * its words, which stay a heading; the mark and the dot stand behind them.
 */
export function TitleButton() {
  const say = roomWords()
  const count = waitingElsewhere()
  const label = count > 0 ? say.switchUnread(count) : say.switch
  return (
    <>
      <span class="title-mark" aria-hidden="true">
        <LateIcon name="chevrons-up-down" size={16} />
        {count > 0 && <i class="switch-dot" />}
      </span>
      <button
        type="button"
        class="title-button"
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={roomsView.value?.name === 'list'}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={({ currentTarget }) => {
          const { bottom, left } = currentTarget.getBoundingClientRect()
          showRooms({ name: 'list', at: { top: bottom, left } })
        }}
      />
    </>
  )
}

// If it does not come, that is said when it is wanted.
const prepare = () => void prepareRooms().catch(() => undefined)
