import type { Connection, Membership } from './caller.ts'

type Joined = Pick<Connection, 'joined'>

/** Where somebody is who is nowhere: one list for all. */
export const nowhere: readonly Membership[] = []

/** The place of a connection in a room. A list is looked through: most are in one room, none in more than a hundred. */
export function placeIn({ joined }: Joined, roomId: string): Membership | undefined {
  for (const place of joined) if (place.room.id === roomId) return place
  return undefined
}

/** It is in that room now, in the stead of any earlier place there. */
export function addPlace(connection: Joined, place: Membership): void {
  connection.joined = [...without(connection, place.room.id), place]
}

export function dropPlace(connection: Joined, roomId: string): void {
  connection.joined = without(connection, roomId)
}

function without({ joined }: Joined, roomId: string): readonly Membership[] {
  const others = joined.filter(({ room }) => room.id !== roomId)
  return others.length === 0 ? nowhere : others
}
