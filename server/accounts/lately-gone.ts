import type { Principal } from './principals.ts'

/** A crowd that is cut off is back within seconds, and its last ones within their patience. */
const KEPT_MS = 60_000
/** Some 6 MB of people (HOUSE-12). */
const MOST = 20_000

type Gone = { readonly principal: Principal; readonly session: string; readonly untilMs: number }

/**
 * People whose last line has just ended, by the sessions that they spoke by: who comes back is who it was, without a look into
 * the database. Each is still the one object of that person, so whatever becomes of it meanwhile holds. Who has been deleted
 * is not found.
 */
export class LatelyGone {
  readonly #steadyMs: () => number
  /** By person, in the order of going. */
  readonly #byId = new Map<string, Gone>()
  readonly #bySession = new Map<string, Gone>()

  constructor(steadyMs: () => number) {
    this.#steadyMs = steadyMs
  }

  get size(): number {
    return this.#byId.size
  }

  /** Whoever has no session to come back by is not kept. */
  keep(principal: Principal): void {
    const { id, session } = principal
    if (session === null || principal.gone) return
    this.take(id)
    const gone = { principal, session, untilMs: this.#steadyMs() + KEPT_MS }
    this.#byId.set(id, gone)
    this.#bySession.set(session, gone)
    const [oldest] = this.#byId.keys()
    if (this.#byId.size > MOST && oldest !== undefined) this.take(oldest)
  }

  find(id: string): Principal | undefined {
    return this.#present(this.#byId.get(id))
  }

  findBySession(session: string): Principal | undefined {
    return this.#present(this.#bySession.get(session))
  }

  /** It is not gone any more, or is to be forgotten. */
  take(id: string): Principal | undefined {
    const gone = this.#byId.get(id)
    if (!gone) return undefined
    this.#byId.delete(id)
    this.#bySession.delete(gone.session)
    return this.#present(gone)
  }

  /** Forgets those whose time is over. */
  sweep(): void {
    const now = this.#steadyMs()
    for (const [id, { untilMs }] of this.#byId) {
      if (now < untilMs) return
      this.take(id)
    }
  }

  clear(): void {
    this.#byId.clear()
    this.#bySession.clear()
  }

  #present(gone: Gone | undefined): Principal | undefined {
    return gone && !gone.principal.gone && this.#steadyMs() < gone.untilMs ? gone.principal : undefined
  }
}
