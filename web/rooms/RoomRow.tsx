import { useRef } from 'preact/hooks'
import type { MyRoom } from '#protocol/reading.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { levelOf } from '#web/store/my-rooms.ts'
import { serverNow } from '#web/store/session.ts'
import { localeTag } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { pressAndHold } from './press-and-hold.ts'
import { RoomFace } from './RoomFace.tsx'
import { nameOf } from './room-actions.ts'
import { type Note, noteOf } from './room-order.ts'
import { shortTime } from './room-time.ts'

const MOST_COUNTED = 99

type RoomRowProps = {
  mine: MyRoom
  /** It is the room of the page. What is unread there is before one's eyes. */
  isHere: boolean
  reachable: boolean
  onFocus: () => void
  onOpen: () => void
  onMenu: (at: DOMRect) => void
}

export function RoomRow({ mine, isHere, reachable, onFocus, onOpen, onMenu }: RoomRowProps) {
  const { room } = mine
  const row = useRef<HTMLLIElement>(null)
  const say = roomWords().list
  const title = nameOf(room)
  const note = isHere ? null : noteOf(mine)
  const menu = () => row.current && onMenu(row.current.getBoundingClientRect())
  return (
    <li class="room-item" ref={row} {...pressAndHold(menu)}>
      <button
        type="button"
        class="list-row room-row"
        data-room={room.id}
        tabIndex={reachable ? 0 : -1}
        aria-current={isHere ? 'page' : undefined}
        aria-label={labelOf(mine, { title, note })}
        title={title}
        onFocus={onFocus}
        onClick={onOpen}
      >
        <RoomFace room={room} />
        <span class="room-title">
          <bdi>{title}</bdi>
          {room.access === 'private' && room.kind !== 'chat' && <LateIcon name="lock" size={14} />}
          {levelOf(mine) === 'none' && <LateIcon name="bell-off" size={14} />}
          {room.archived && <LateIcon name="archive" size={14} />}
        </span>
        <span class="room-end">
          <span class="room-time">{timeOf(mine)}</span>
          <NoteMark note={note} />
        </span>
      </button>
      <button
        type="button"
        class="icon-button room-more"
        tabIndex={reachable ? 0 : -1}
        aria-label={say.more(title)}
        title={say.more(title)}
        aria-haspopup="menu"
        onFocus={onFocus}
        onClick={(event) => onMenu(event.currentTarget.getBoundingClientRect())}
      >
        <LateIcon name="ellipsis" size={18} />
      </button>
    </li>
  )
}

const timeOf = ({ at }: MyRoom): string =>
  at === undefined ? '' : shortTime(at, serverNow(), { locale: localeTag.value, yesterday: roomWords().list.yesterday })

/** How much is not read, where the time stands above it. */
function NoteMark({ note }: { note: Note | null }) {
  if (!note) return null
  if (note.tone === 'dot') return <i class="note-dot" />
  return <span class={`note note-${note.tone}`}>{roomWords().list.capped(note.count, MOST_COUNTED)}</span>
}

/** Everything that the row shows, as words. */
function labelOf(mine: MyRoom, { title, note }: { title: string; note: Note | null }): string {
  const say = roomWords().list
  const { room, mentions } = mine
  const parts = [
    title,
    room.kind !== 'chat' && room.access === 'private' && say.isPrivate,
    room.archived && say.isArchived,
    levelOf(mine) === 'none' && say.isMuted,
    note && say.unread(note.count),
    note && mentions > 0 && say.mentions(mentions),
    timeOf(mine),
  ]
  return say.label(parts.filter((part): part is string => typeof part === 'string' && part !== ''))
}
