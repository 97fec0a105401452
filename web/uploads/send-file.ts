import type { File, Upload, UploadWish } from '#protocol/files.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import { passes } from '#sdk/index.ts'
import { FIRST_SLICE, nextSlice } from './slice-size.ts'
import type { Answer, Asking } from './upload-request.ts'

/** What keeps a file from being sent that no server has said: the device does not give it, it waited too long, or too many messages wait. */
type OwnCode = 'unreadable' | 'expired' | 'too_many_unsent'
export type Why = RefusalBody | { code: OwnCode }

/** It is not sent, and will not be by itself. */
export class NotSent extends Error {
  readonly why: Why
  constructor(why: Why) {
    super(why.code)
    this.why = why
  }
}

/** `waiting`: nothing gets through; it goes on by itself. `id`: by which it is asked for later. */
export type Stand = { name: 'going' | 'waiting'; sent: number; id: string }

export type Way = {
  ask(asking: Asking): Promise<Answer>
  /** Resolves after so long, or sooner when the line is back. */
  pause(ms: number): Promise<void>
  nowMs(): number
  told(stand: Stand): void
  signal: AbortSignal
}

type Job = {
  blob: Blob
  wish: UploadWish
  /** Its id; null while the room is not open yet. */
  room: () => string | null
  /** Where it is begun, if not in a room. */
  path?: string
  /** Id of what was begun before. */
  begun: string
}

/** As with words (client.md 6.4): what could not go for so long waits for a person. */
export const EXPIRY_MS = 10 * 60_000
const FIRST_PAUSE_MS = 500
const MOST_PAUSE_MS = 8_000
const LOOK_MS = 1_000
/** The server has forgotten what was begun: so often it is begun again. */
const MOST_BEGUN = 3

/** Sends a file by slices, from where the server has it. Resolves to what a message can name; rejects with `NotSent`. */
export function sendFile(job: Job, way: Way): Promise<File> {
  return new Sender(job, way).run()
}

class Sender {
  readonly #job: Job
  readonly #way: Way
  #id: string
  #size = FIRST_SLICE
  #sent = 0
  /** The furthest that it was: only beyond it is it getting on. */
  #most = -1
  #tries = 0
  #begun = 0
  #lostMs: number | null = null

  constructor(job: Job, way: Way) {
    this.#job = job
    this.#way = way
    this.#id = job.begun
  }

  async run(): Promise<File> {
    let stand: Upload | null = null
    for (;;) {
      this.#way.signal.throwIfAborted()
      if (stand?.file) return stand.file
      stand = stand ? await this.#pass(stand) : await this.#find()
    }
  }

  /** Where it stands at the server: what was begun, or a new one. Null: not known, ask again. */
  async #find(): Promise<Upload | null> {
    const { wish, room, path } = this.#job
    const { signal } = this.#way
    if (this.#id) return this.#taken(await this.#way.ask({ method: 'GET', path: `uploads/${this.#id}`, signal }))
    const id = room()
    if (id === null && path === undefined) return this.#lost()
    if (++this.#begun > MOST_BEGUN) throw new NotSent({ code: 'internal' })
    return this.#taken(await this.#way.ask({ method: 'POST', path: path ?? `rooms/${id}/uploads`, wish, signal }))
  }

  /** Sends the next slice. */
  async #pass({ id, offset, slice: most }: Upload): Promise<Upload | null> {
    const { blob } = this.#job
    // All is there, and is still being looked at.
    if (offset >= blob.size) return this.#wait('going', LOOK_MS)
    const part = blob.slice(offset, Math.min(blob.size, offset + Math.min(this.#size, most)))
    const bytes = await part.arrayBuffer().catch(() => null)
    if (bytes === null || bytes.byteLength !== part.size) throw new NotSent({ code: 'unreadable' })
    const { ask, nowMs, signal } = this.#way
    const fromMs = nowMs()
    const answer = await ask({ method: 'PATCH', path: `uploads/${id}`, slice: { offset, bytes }, signal })
    if (answer.name === 'ok' && bytes.byteLength > 0)
      this.#size = nextSlice(bytes.byteLength, nowMs() - fromMs, answer.upload.slice)
    if (answer.name === 'lost') this.#size = FIRST_SLICE
    return this.#taken(answer)
  }

  async #taken(answer: Answer): Promise<Upload | null> {
    if (answer.name === 'lost') return this.#lost()
    if (answer.name === 'ok') {
      this.#id = answer.upload.id
      this.#sent = answer.upload.offset
      if (this.#sent > this.#most) {
        this.#most = this.#sent
        this.#tries = 0
        this.#lostMs = null
      }
      this.#tell('going')
      return answer.upload
    }
    const { refusal } = answer
    // What was begun is no more, as after a long while, or it stands elsewhere than was thought.
    if (refusal.code === 'not_found' && this.#id) {
      this.#id = ''
      this.#sent = 0
      return null
    }
    if (refusal.code === 'wrong_offset' && this.#id && this.#tries++ < MOST_BEGUN) return null
    if (passes(refusal)) return this.#lost(refusal.retry_after_ms)
    throw new NotSent(refusal)
  }

  #lost(afterMs = 0): Promise<null> {
    // A wish that was not heard has begun nothing.
    if (!this.#id) this.#begun = 0
    return this.#wait('waiting', afterMs)
  }

  /** After a while it is asked where it stands. */
  async #wait(name: Stand['name'], afterMs: number): Promise<null> {
    this.#lostMs ??= this.#way.nowMs()
    if (this.#way.nowMs() - this.#lostMs >= EXPIRY_MS) throw new NotSent({ code: 'expired' })
    this.#tell(name)
    await this.#way.pause(Math.max(afterMs, Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#tries++)))
    return null
  }

  #tell(name: Stand['name']): void {
    this.#way.told({ name, sent: this.#sent, id: this.#id })
  }
}
