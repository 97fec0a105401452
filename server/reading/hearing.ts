import type { Connection } from '#server/accounts/caller.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import { bellTopic } from './bells.ts'

/** The connections of one person that hear of its list (HOUSE-10). */
const listTopic = (principalId: string): string => `list:${principalId}`

/**
 * Who hears of whose list: connections that have asked for it, each with the rooms whose bells it holds. Nothing has to be
 * cleared when one is lost: its subscriptions end with the socket, and what is noted here with the object.
 */
export class Hearing {
  readonly #principals: Pick<Principals, 'find' | 'all'>
  readonly #publish: (topic: string, frame: string) => void
  readonly #bells = new WeakMap<Connection, Set<string>>()

  constructor(needs: { principals: Pick<Principals, 'find' | 'all'>; publish(topic: string, frame: string): void }) {
    this.#principals = needs.principals
    this.#publish = needs.publish
  }

  /** From now on this connection hears of the list, and holds the bells of just these rooms. */
  begin(principal: Principal, connection: Connection, roomIds: readonly string[]): void {
    const before = this.#bells.get(connection)
    if (!before) connection.subscribe(listTopic(principal.id))
    const now = new Set(roomIds)
    for (const roomId of before ?? []) if (!now.has(roomId)) connection.unsubscribe(bellTopic(roomId))
    for (const roomId of now) if (!before?.has(roomId)) connection.subscribe(bellTopic(roomId))
    this.#bells.set(connection, now)
  }

  hears(principalId: string): boolean {
    return this.#connections(principalId).some((connection) => this.#bells.has(connection))
  }

  /** All who hear of a list that this room is on. */
  *listenersOf(roomId: string): Iterable<string> {
    for (const { id, connections } of this.#principals.all())
      if (connections.some((connection) => this.#bells.get(connection)?.has(roomId))) yield id
  }

  holdBell(principalId: string, roomId: string): void {
    for (const connection of this.#connections(principalId)) {
      const bells = this.#bells.get(connection)
      if (!bells || bells.has(roomId)) continue
      bells.add(roomId)
      connection.subscribe(bellTopic(roomId))
    }
  }

  /** False when no connection held it: the room was on the list of none. */
  dropBell(principalId: string, roomId: string): boolean {
    const holders = this.#connections(principalId).filter((connection) => this.#bells.get(connection)?.delete(roomId))
    for (const connection of holders) connection.unsubscribe(bellTopic(roomId))
    return holders.length > 0
  }

  /** To every connection of the person that hears of the list. */
  say(principalId: string, kind: 'mine' | 'read', body: object): void {
    this.#publish(listTopic(principalId), JSON.stringify([0, kind, body]))
  }

  #connections(principalId: string): readonly Connection[] {
    return this.#principals.find(principalId)?.connections ?? []
  }
}
