import type { Me, Person } from '#protocol/people.ts'
import type { Connection } from './caller.ts'
import { placeIn } from './places.ts'

export type PrincipalKind = 'guest' | 'classic'

const none: readonly Connection[] = []

/** Somebody who is connected: one object for all of a person's tabs. */
export class Principal {
  readonly id: string
  readonly kind: PrincipalKind
  name: string
  look: number
  /** False while somebody only looks: on no list, and may not write. */
  entered: boolean
  /** When the last use was stored, so that it is not stored with every connection. */
  seenMs: number
  /** Owns the installation: the fact `house` of `can`. */
  houseOwner = false
  /** Deleted: nobody may speak as this person any more. */
  gone = false
  /** Replaced, never changed: closing one may take it away while others are walked through. */
  connections: readonly Connection[] = none

  constructor(row: { id: string; kind: PrincipalKind; name: string; look: number; entered: boolean; seenMs: number }) {
    this.id = row.id
    this.kind = row.kind
    this.name = row.name
    this.look = row.look
    this.entered = row.entered
    this.seenMs = row.seenMs
  }

  /** What everybody may see. */
  person(): Person {
    const { id, name, look } = this
    return this.kind === 'classic' ? { id, name, look, classic: true } : { id, name, look }
  }

  me(): Me {
    const me = { ...this.person(), entered: this.entered }
    return this.houseOwner ? { ...me, owner: true } : me
  }

  joined(roomId: string): boolean {
    return this.connections.some((connection) => placeIn(connection, roomId) !== undefined)
  }
}

/** The principals that are connected now, by id. */
export class Principals {
  readonly #byId = new Map<string, Principal>()

  find(id: string): Principal | undefined {
    return this.#byId.get(id)
  }

  all(): Principal[] {
    return [...this.#byId.values()]
  }

  /** Adds a connection to its person; the one object for that person is returned. */
  connect(principal: Principal, connection: Connection): Principal {
    const known = this.#byId.get(principal.id) ?? principal
    this.#byId.set(known.id, known)
    known.connections = [...known.connections, connection]
    return known
  }

  disconnect(principal: Principal, connection: Connection): void {
    principal.connections = principal.connections.filter((one) => one !== connection)
    if (principal.connections.length === 0) this.#byId.delete(principal.id)
  }
}
