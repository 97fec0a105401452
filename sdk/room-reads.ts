import type { EarlierBody, SomeLines } from '#protocol/messages.ts'
import { askOnce } from './ask-once.ts'
import type { Connection } from './connection.ts'
import { knownLines, readPage } from './read-page.ts'
import { Disconnected } from './refused.ts'
import type { HistoryPage, HistoryPlace } from './room.ts'

type ReadsNeeds = {
  connection: Connection
  /** Id of the room, once it was opened. */
  id(): string | undefined
}

/** What is asked of a room once, by its id. Everything rejects with `Disconnected` before there is one. */
export class RoomReads {
  readonly #needs: ReadsNeeds

  constructor(needs: ReadsNeeds) {
    this.#needs = needs
  }

  async page(where: HistoryPlace, limit?: number): Promise<HistoryPage> {
    return readPage(this.#needs.connection, this.#room, where, limit)
  }

  async get(messages: readonly number[]): Promise<SomeLines> {
    const asked = { room: this.#room, messages: [...messages] }
    return knownLines(await askOnce(this.#needs.connection, 'message.get', asked))
  }

  async pins(): Promise<SomeLines> {
    return knownLines(await askOnce(this.#needs.connection, 'room.pins', { room: this.#room }))
  }

  async edits(message: number): Promise<readonly EarlierBody[]> {
    return (await askOnce(this.#needs.connection, 'message.edits', { room: this.#room, message })).edits
  }

  get #room(): string {
    const id = this.#needs.id()
    if (id === undefined) throw new Disconnected()
    return id
  }
}
