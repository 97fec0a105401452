import type { Connection } from '#server/accounts/caller.ts'

/** A join that was asked for and has not begun. `isLeft`: who asked has left the room meanwhile. */
export type Join = { readonly room: string; isLeft: boolean }

/**
 * Joins that wait for their turn, by connection, as many as budgets allow: a leave stands behind them on the same line, and must not
 * come before them, or somebody would be in a room that it has left (P-9).
 */
export class JoinsUnderWay {
  readonly #waiting = new WeakMap<Connection, Set<Join>>()

  ask(connection: Connection, room: string): Join {
    const join = { room, isLeft: false }
    const waiting = this.#waiting.get(connection) ?? new Set()
    this.#waiting.set(connection, waiting.add(join))
    return join
  }

  /** It begins, or is refused. */
  end(connection: Connection, join: Join): void {
    const waiting = this.#waiting.get(connection)
    waiting?.delete(join)
    // An empty one would stay for as long as the connection.
    if (waiting?.size === 0) this.#waiting.delete(connection)
  }

  leave(connection: Connection, room: string): void {
    for (const join of this.#waiting.get(connection) ?? []) if (join.room === room) join.isLeft = true
  }
}
