import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { words } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { archive, leaveNow, nameOf } from './room-actions.ts'
import { closeAnd, closeRooms } from './rooms-view.ts'
import { leavingOf, roleIn } from './standing.ts'

type PromptProps = { room: RoomInfo; about: 'leave' | 'archive' }
type Face = { title: string; what: readonly string[]; go: string; isGrave: boolean; run: () => void }

/** Asks before what others feel or what cannot be undone, and says what it means. The focus is on the way back. */
export function PromptDialog({ room, about }: PromptProps) {
  const face = about === 'archive' ? archiving(room) : leaving(room)
  const back = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (back.current) back.current.autofocus = true
  }, [])
  return (
    <Dialog title={face.title} onClose={closeRooms}>
      <ul class="prompt-what">
        {face.what.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div class="dialog-buttons">
        <button type="button" class="button button-sunken" ref={back} onClick={closeRooms}>
          {words().cancel}
        </button>
        <button
          type="button"
          class={face.isGrave ? 'button button-danger' : 'button button-primary'}
          onClick={() => closeAnd(face.run)}
        >
          {face.go}
        </button>
      </div>
    </Dialog>
  )
}

function archiving(room: RoomInfo): Face {
  const say = roomWords().archive
  return {
    title: say.title(nameOf(room)),
    what: say.what,
    go: say.go,
    isGrave: false,
    run: () => archive(room, true),
  }
}

function leaving(room: RoomInfo): Face {
  const say = roomWords().leave
  const title = say.title(nameOf(room))
  // Whoever is alone in a private room may go; of a room where anybody may come one can only let go first.
  if (leavingOf(room, roleIn(room)) === 'owner' && room.access !== 'private') {
    const run = () => archive(room, true)
    return { title, what: [say.forOwner], go: roomWords().archive.go, isGrave: false, run }
  }
  const what = room.kind === 'chat' ? say.forChat : say.forMember
  return { title, what: [what], go: say.go, isGrave: true, run: () => void leaveNow(room) }
}
