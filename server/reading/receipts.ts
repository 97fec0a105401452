import type { Connection } from '#server/accounts/caller.ts'
import { placeIn } from '#server/accounts/places.ts'
import type { Principals } from '#server/accounts/principals.ts'
import type { Sql } from '#server/storage/database.ts'

type ToldRow = { id: string; told_seq: number }

/**
 * How far the others of a private chat have read. They are at most twenty, so each is told by itself, and only who belongs
 * to the chat at that moment. Whoever does not tell is not told: a connection says which with each mark.
 */
export class Receipts {
  readonly #read: Sql
  readonly #principals: Pick<Principals, 'find'>
  readonly #silent = new WeakSet<Connection>()

  constructor(needs: { read: Sql; principals: Pick<Principals, 'find'> }) {
    this.#read = needs.read
    this.#principals = needs.principals
  }

  /** What this connection has said last counts. True: it tells again, and should be told all. */
  note(connection: Connection, tells: boolean): boolean {
    if (!tells) this.#silent.add(connection)
    return tells && this.#silent.delete(connection)
  }

  /** To a connection that reads a chat from now on: all that is known. */
  async sendState(connection: Connection, principal: string, room: string): Promise<void> {
    if (this.#silent.has(connection)) return
    const others = (await this.#told(room)).filter(({ id, told_seq }) => id !== principal && told_seq > 0)
    if (others.length === 0 || !placeIn(connection, room)) return
    connection.send(frame(room, Object.fromEntries(others.map(({ id, told_seq }) => [id, told_seq]))))
  }

  /** Somebody has read up to `seq`, and it is durable. */
  async tell(principal: string, room: string, seq: number): Promise<void> {
    const text = frame(room, { [principal]: seq })
    for (const { id } of await this.#told(room)) {
      if (id === principal) continue
      for (const connection of this.#principals.find(id)?.connections ?? [])
        if (placeIn(connection, room) && !this.#silent.has(connection)) connection.send(text)
    }
  }

  /** Who belongs to the chat, and how far the others may know that it has read. */
  #told(room: string) {
    return this.#read<ToldRow[]>`
      select m.principal_id as id, coalesce(s.told_seq, 0) as told_seq
      from members m join rooms r on r.id = m.room_id and r.kind = 'chat'
      left join seats s on s.room_id = m.room_id and s.principal_id = m.principal_id
      where m.room_id = ${room}`
  }
}

const frame = (room: string, read: Readonly<Record<string, number>>): string =>
  JSON.stringify([0, 'receipts', { room, read }])
