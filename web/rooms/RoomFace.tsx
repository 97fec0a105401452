import type { RoomInfo } from '#protocol/rooms.ts'
import { RoomPicture } from '#web/kit/RoomPicture.tsx'
import { me } from '#web/store/session.ts'

export function RoomFace({ room }: { room: RoomInfo }) {
  return <RoomPicture room={room} mine={me.value?.id} />
}
