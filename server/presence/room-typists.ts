import { limits } from '#protocol/limits.ts'
import type { Principal } from '#server/accounts/principals.ts'

type Typist = { readonly principal: Principal; untilMs: number }

/** Who is writing in one room: the first few who began, each until its time is over. */
export class RoomTypists {
  /** By principal, in the order of beginning. */
  readonly #typists = new Map<string, Typist>()
  #told = ''

  get count(): number {
    return this.#typists.size
  }

  /** True when somebody was added: to go on is no news, and who finds no place is not remembered (HOUSE-12). */
  begin(principal: Principal, nowMs: number): boolean {
    const untilMs = nowMs + limits.typingShownMs
    const known = this.#typists.get(principal.id)
    if (known) known.untilMs = untilMs
    if (known || this.#typists.size >= limits.typists) return false
    this.#typists.set(principal.id, { principal, untilMs })
    return true
  }

  end(id: string): boolean {
    return this.#typists.delete(id)
  }

  /** Forgets those whose time is over; true when there were any. */
  endOverdue(nowMs: number): boolean {
    const before = this.#typists.size
    for (const [id, { untilMs }] of this.#typists) if (untilMs <= nowMs) this.#typists.delete(id)
    return this.#typists.size < before
  }

  /** The frame that tells the whole truth. */
  frame(roomId: string): string {
    const by = [...this.#typists.values()].map(({ principal: { id, name } }) => ({ id, name }))
    return JSON.stringify([0, 'typing', { room: roomId, by }])
  }

  /** The frame for everybody; null when they know it, as where somebody began and ended within a beat. */
  takeNews(roomId: string): string | null {
    const frame = this.frame(roomId)
    const isKnown = frame === this.#told || (this.#told === '' && this.count === 0)
    this.#told = frame
    return isKnown ? null : frame
  }
}
