import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { words } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { RoomFace } from './RoomFace.tsx'
import { canShare, copyRoomLink, linkOf, nameOf, shareRoom, showMembers } from './room-actions.ts'
import { closeAnd, closeRooms } from './rooms-view.ts'

/** A room is there, and nobody else is in it: how others come. */
export function MadeDialog({ room }: { room: RoomInfo }) {
  const say = roomWords().made
  const main = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (main.current) main.current.autofocus = true
  }, [])
  const isPrivate = room.access === 'private'
  return (
    <Dialog title={say.title(nameOf(room))} close={words().close} aside={<RoomFace room={room} />} onClose={closeRooms}>
      <div class="room-form">
        <p>{isPrivate ? say.forMembers : say.share}</p>
        {room.access === 'open' && <p class="fine-print">{say.listed}</p>}
        {!isPrivate && <code class="room-link">{decodeURI(linkOf(room))}</code>}
      </div>
      <div class="dialog-foot">
        {isPrivate ? (
          <>
            <button type="button" class="button button-sunken" onClick={closeRooms}>
              {say.later}
            </button>
            <button
              type="button"
              class="button button-primary"
              ref={main}
              onClick={() => closeAnd(() => showMembers(room))}
            >
              <LateIcon name="user-plus" />
              {say.add}
            </button>
          </>
        ) : (
          <>
            {canShare() && (
              <button type="button" class="button button-sunken" onClick={() => shareRoom(room)}>
                <LateIcon name="share" />
                {say.send}
              </button>
            )}
            <button
              type="button"
              class="button button-primary"
              ref={main}
              onClick={() => {
                copyRoomLink(room)
                closeRooms()
              }}
            >
              <LateIcon name="link" />
              {say.copy}
            </button>
          </>
        )}
      </div>
    </Dialog>
  )
}
