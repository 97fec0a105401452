import type { Out, RoomListener } from './room.ts'

type No = { out: Out } | { refused: string }

/** Who said no to one's coming into a room, and whether it is worth asking again. */
export class RoomDoor {
  #no: No = { refused: '' }

  refuse(code: string) {
    this.#no = { refused: code }
  }

  putOut(how: Out) {
    this.#no = { out: how }
  }

  /** Somebody wants to come in, or may again. */
  forget() {
    this.#no = { refused: '' }
  }

  /** Who was sent away, or has gone, does not come back by itself. */
  get mayKnock(): boolean {
    return !('out' in this.#no) || this.#no.out === 'banned'
  }

  tell(listener: RoomListener) {
    if ('out' in this.#no) listener.out?.(this.#no.out)
    else listener.refused?.(this.#no.refused)
  }
}
