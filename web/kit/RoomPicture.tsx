import type { RoomInfo } from '#protocol/rooms.ts'
import { Bowl } from './Bowl.tsx'
import { firstLetter } from './first-letter.ts'
import { Logo } from './Logo.tsx'

/** `mine`: one's own id. One is not in the picture of one's chats. */
type PictureProps = { room: RoomInfo; mine: string | undefined }

/** What a room looks like in a row, 36 px: the bowls of a chat, else a mark in the room's own accent. Decoration. */
export function RoomPicture({ room, mine }: PictureProps) {
  if (room.people) return <ChatFace people={room.people} mine={mine} />
  return <RoomMark title={room.title} accent={room.accent} isLobby={room.name === ''} />
}

type ChatFaceProps = Pick<PictureProps, 'mine'> & { people: NonNullable<RoomInfo['people']> }

function ChatFace({ people, mine }: ChatFaceProps) {
  const others = people.filter(({ id }) => id !== mine)
  const [first, second] = others.length > 0 ? others : people
  if (!first) return <span class="room-face" />
  if (!second) {
    return (
      <span class="room-face">
        <Bowl look={first.look} />
      </span>
    )
  }
  return (
    <span class="room-face room-face-two">
      <Bowl look={second.look} size={25} />
      <Bowl look={first.look} size={25} />
    </span>
  )
}

type MarkProps = { title: string; accent?: number | null | undefined; isLobby?: boolean }

/** A tea tray from above, with the first letter of the title; the lobby has the bowl of the house. */
export function RoomMark({ title, accent, isLobby = false }: MarkProps) {
  const hue = accent ?? null
  return (
    <span
      class="room-face room-mark"
      style={hue === null ? undefined : { '--mark-hue': String(hue) }}
      aria-hidden="true"
    >
      <svg viewBox="0 0 36 36" width={36} height={36} aria-hidden="true">
        <rect class="mark-tray" x="0.5" y="0.5" width="35" height="35" rx="11.5" />
        <rect class="mark-rim" x="3.25" y="3.25" width="29.5" height="29.5" rx="9" />
      </svg>
      {isLobby ? <Logo size={22} /> : <span class="mark-letter">{firstLetter(title)}</span>}
    </span>
  )
}
