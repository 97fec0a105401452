import type { RoomInfo } from '#protocol/rooms.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { roomWords } from '#web/words/rooms.ts'
import { showMembers } from './room-actions.ts'
import { closeAnd } from './rooms-view.ts'
import { owns } from './standing.ts'

/** Leads to who belongs to the room, which has a panel of its own. */
export function MembersLink({ room }: { room: RoomInfo }) {
  const say = roomWords().settings
  return (
    <button type="button" class="list-row settings-link" onClick={() => closeAnd(() => showMembers(room))}>
      <LateIcon name="users" />
      <span class="settings-link-word">{owns(room) ? say.members : say.people}</span>
      <LateIcon name="chevron-right" size={18} />
    </button>
  )
}
