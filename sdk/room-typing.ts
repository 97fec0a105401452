import { limits } from '#protocol/limits.ts'
import type { Named, PeoplePush } from '#protocol/people.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import type { TypingPush } from '#protocol/typing.ts'
import type { Connection } from './connection.ts'
import type { Platform } from './platform.ts'

type TypingNeeds = {
  platform: Pick<Platform, 'nowMs'>
  connection: Pick<Connection, 'ask' | 'status'>
  changed(typists: readonly Named[]): void
}

/**
 * Writing in a room, in both directions: says it no more often than the server likes to hear it, and knows who else does.
 * Nothing is sent later, or again: what is lost is made good by the next letter.
 */
export class RoomTyping {
  readonly #needs: TypingNeeds
  /** Id of the room while it is joined. */
  #room: string | null = null
  #people = 0
  #says = false
  /** When it was last said; the server counts by person, over reconnects too. */
  #saidMs = Number.NEGATIVE_INFINITY
  #typists: readonly Named[] = []

  constructor(needs: TypingNeeds) {
    this.#needs = needs
  }

  set(on: boolean) {
    if (!on) return this.#end()
    const nowMs = this.#needs.platform.nowMs()
    if (this.#room === null || this.#people > limits.typingPeople) return
    if (nowMs - this.#saidMs < limits.typingEveryMs) return
    this.#saidMs = nowMs
    this.#says = true
    this.#needs.connection.ask('typing.set', { room: this.#room, on: true }, () => {})
  }

  joined(room: string) {
    this.#room = room
  }

  /** Nobody writes where one is not: what was known is out of date. */
  away() {
    this.#room = null
    this.#says = false
    this.#show([])
  }

  hear({ by }: TypingPush) {
    this.#show(by.filter(({ id }) => id !== this.#me))
  }

  /** Whose message came has ended. */
  hearEvents(events: readonly RoomEvent[]) {
    if (this.#typists.length === 0) return
    const wrote = new Set(events.filter(({ type }) => type === 'message.posted').map(({ by }) => by.id))
    this.#show(this.#typists.filter(({ id }) => !wrote.has(id)))
  }

  hearPeople({ count }: PeoplePush) {
    this.#people = count
  }

  get #me(): string | null {
    const { status } = this.#needs.connection
    return status.name === 'online' ? status.welcome.me.id : null
  }

  #end() {
    const says = this.#says
    this.#says = false
    if (!says || this.#room === null) return
    this.#needs.connection.ask('typing.set', { room: this.#room, on: false }, () => {})
  }

  #show(typists: readonly Named[]) {
    if (typists.length === 0 && this.#typists.length === 0) return
    this.#typists = typists
    this.#needs.changed(typists)
  }
}
