import type { PushFrame } from '#protocol/index.ts'
import type { LiveRoom } from './live-room.ts'

/** Rooms that nobody looks at any more are forgotten above this, the longest unseen first. */
const MOST_ROOMS = 200

/** The rooms of a client, by their addresses: one object for each. */
export class RoomShelf {
  readonly #make: (name: string) => LiveRoom
  readonly #rooms = new Map<string, LiveRoom>()

  constructor(make: (name: string) => LiveRoom) {
    this.#make = make
  }

  find(name: string): LiveRoom | undefined {
    return this.#rooms.get(name)
  }

  of(name: string): LiveRoom {
    const room = this.#rooms.get(name) ?? this.#make(name)
    this.#rooms.set(name, room)
    return room
  }

  /** Somebody wants to look at it. */
  visit(name: string): LiveRoom {
    const room = this.of(name)
    // Last in the order of forgetting.
    this.#rooms.delete(name)
    this.#rooms.set(name, room)
    room.visit()
    this.#forgetOldest()
    return room
  }

  /** Of the log of a room, by its id, as it was joined last. */
  epochOf(roomId: string): string | undefined {
    for (const { info, place } of this.#rooms.values()) if (info?.id === roomId) return place?.epoch
    return undefined
  }

  /** The hello was answered, or what was refused may be allowed now. */
  online() {
    for (const room of this.#rooms.values()) room.online()
  }

  offline() {
    for (const room of this.#rooms.values()) room.offline()
  }

  hear([, kind, body]: PushFrame) {
    for (const room of this.#rooms.values()) {
      if (kind === 'heads') room.hearHead(room.info ? body.rooms[room.info.id] : undefined)
      else if (kind === 'events' && room.isIn(body.room)) room.hearEvents(body)
      else if (kind === 'people' && room.isIn(body.room)) room.hearPeople(body)
      else if (kind === 'typing' && room.isIn(body.room)) room.hearTyping(body)
      else if (kind === 'out' && room.info?.id === body.room) room.putOut(body.how)
      else if (kind === 'mine' && body.changed?.some((mine) => mine.room.name === room.name)) room.knock()
    }
  }

  #forgetOldest() {
    for (const [name, room] of this.#rooms) {
      if (this.#rooms.size <= MOST_ROOMS) return
      if (room.isIdle) this.#rooms.delete(name)
    }
  }
}
