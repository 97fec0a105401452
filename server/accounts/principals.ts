import type { Me, Person } from '#protocol/people.ts'
import { systemClock } from '#server/kit/clock.ts'
import type { Connection } from './caller.ts'
import { LatelyGone } from './lately-gone.ts'
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
  /** What the server keeps of the token that it came by last. */
  session: string | null = null
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

/** The principals that are connected now, by id; and those that were a moment ago, who are found only by `recall`. */
export class Principals {
  readonly #byId = new Map<string, Principal>()
  readonly #lately: LatelyGone

  constructor(steadyMs = systemClock.steadyMs) {
    this.#lately = new LatelyGone(steadyMs)
  }

  find(id: string): Principal | undefined {
    return this.#byId.get(id)
  }

  all(): Principal[] {
    return [...this.#byId.values()]
  }

  /** The one object of somebody who is connected, or was a moment ago: for what is known of a person, not of who is there. */
  recall(id: string): Principal | undefined {
    return this.#byId.get(id) ?? this.#lately.find(id)
  }

  /** Who was cut off a moment ago and comes back by the same session. */
  recallBySession(session: string): Principal | undefined {
    return this.#lately.findBySession(session)
  }

  /** Adds a connection to its person; the one object for that person is returned. */
  connect(principal: Principal, connection: Connection): Principal {
    const known = this.#byId.get(principal.id) ?? this.#lately.take(principal.id) ?? principal
    this.#byId.set(known.id, known)
    known.connections = [...known.connections, connection]
    return known
  }

  disconnect(principal: Principal, connection: Connection): void {
    principal.connections = principal.connections.filter((one) => one !== connection)
    if (principal.connections.length > 0) return
    if (this.#byId.delete(principal.id)) this.#lately.keep(principal)
  }

  /** Whose return is not expected any more is read anew; call it once a second. */
  sweep(): void {
    this.#lately.sweep()
  }

  /** Rows of people are about to be deleted that no object here tells of. */
  forgetGone(): void {
    this.#lately.clear()
  }
}
