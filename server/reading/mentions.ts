import type { RoomTx } from '#server/delivery/event-log.ts'
import { EVERYBODY, forgetMentions, type NewMention, noteForAll, noteMention } from './mention-store.ts'
import type { Tidings } from './tidings.ts'

/** A message that is for somebody (messages/note-for.ts): `ids` never holds its author. */
export type Note = NewMention & { ids: readonly string[]; all: boolean }

/** Messages for somebody, kept in the transaction that stores or erases them, and told when that is durable. */
export class Mentions {
  readonly #tidings: Tidings

  constructor(tidings: Tidings) {
    this.#tidings = tidings
  }

  readonly noteFor = async (tx: RoomTx, { ids, all, ...mention }: Note): Promise<void> => {
    for (const id of ids) if (await noteMention(tx.sql, mention, id)) this.#tell(tx, mention.room, id)
    if (!all) return
    await noteForAll(tx.sql, mention)
    this.#tell(tx, mention.room, EVERYBODY)
  }

  readonly forget = async (tx: RoomTx, room: string, seqs: readonly number[]): Promise<void> => {
    for (const seq of seqs) for (const id of await forgetMentions(tx.sql, room, seq)) this.#tell(tx, room, id)
  }

  #tell(tx: RoomTx, room: string, id: string): void {
    const effect = () => (id === EVERYBODY ? this.#tidings.tellAll(room, 'read') : this.#tidings.tell(id, room, 'read'))
    tx.tell({ effect })
  }
}
