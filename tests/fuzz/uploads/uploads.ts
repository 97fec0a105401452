import { connect } from 'node:net'
import type { Upload } from '#protocol/files.ts'
import { refusals } from '#protocol/refusals.ts'
import { tellKind } from '#server/pictures/first-bytes.ts'
import { originals } from '#tests/kit/originals.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { type Answer, Uploader } from '#tests/kit/uploader.ts'
import { bringCast } from '../commands/cast.ts'
import { Dice } from '../dice.ts'
import { ENOUGH, type Finding, type Fuzzer } from '../fuzzer.ts'
import { mutatedBytes } from '../hostile-bytes.ts'
import { hostileText } from '../hostile-text.ts'

/** Files of one person: the slices of a person have a rate, too. */
const A_PERSON = 40
/** Files at a time. */
const AT_ONCE = 4
const MOST_BYTES = 300_000
/** Steps before the rest is sent as it should be. */
const MOST_STEPS = 6
/** What the server may hold more than before: no slice stays in memory. */
const MOST_GROWTH_MB = 96

/**
 * (d) Files on their way: slices out of order, too long, twice at once, cut at any byte; pictures that are none (promises.md 5). Each answer
 * is a state, or a refusal of the table; what is said to be here is what was sent; and a picture that is taken is a sound one.
 */
export const uploads: Fuzzer = {
  name: 'uploads',
  inTests: 40,
  async run({ seed, from, count, world }) {
    const server = await world.server()
    let cast = await bringCast({ server, said: new Map(), landlady: null, scene: from })
    const beforeMb = await world.heldMb()
    const came = new Map<string, number>()
    const findings: Finding[] = []
    for (let at = from; at < from + count && findings.length < ENOUGH; at += AT_ONCE) {
      if (at > from && (at - from) % A_PERSON === 0) {
        for (const speaker of Object.values(cast.speakers)) speaker.close()
        cast = await bringCast({ server, said: new Map(), landlady: null, scene: at })
      }
      const { token, room } = cast
      const numbers = Array.from({ length: Math.min(AT_ONCE, from + count - at) }, (_, index) => at + index)
      const told = await Promise.all(
        numbers.map((number) => new Sending(server, token, room, new Dice(seed, number)).play()),
      )
      for (const [index, { what, faults, input }] of told.entries()) {
        came.set(what, (came.get(what) ?? 0) + 1)
        findings.push(...faults.map((fault) => ({ number: at + index, what: fault, input })))
      }
    }
    for (const speaker of Object.values(cast.speakers)) speaker.close()
    const grownMb = Math.round((await world.heldMb()) - beforeMb)
    if (grownMb > MOST_GROWTH_MB) findings.push({ number: from, what: `memory grew by ${grownMb} MB`, input: '' })
    return {
      inputs: count,
      findings,
      figures: { uploads: [...came].map(([what, times]) => `${what} ${times}`).join(', ') },
    }
  },
}

type Told = { what: string; faults: string[]; input: string }

/** One file, from its wish to what became of it. */
class Sending {
  readonly #server: TestServer
  readonly #web: Uploader
  readonly #token: string
  readonly #room: string
  readonly #dice: Dice
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #faults: string[] = []

  constructor(server: TestServer, token: string, room: string, dice: Dice) {
    this.#server = server
    this.#web = new Uploader(server, token)
    this.#token = token
    this.#room = room
    this.#dice = dice
    this.#bytes = bytesFor(dice)
  }

  async play(): Promise<Told> {
    const name = hostileText(this.#dice, { most: 5, longOneIn: 0 }).toWellFormed().slice(0, 200)
    const bytes = this.#dice.oneIn(20) ? this.#dice.below(2 ** 31) : this.#bytes.length
    const begun = await this.#web.wish(this.#room, { name, bytes })
    this.#look(begun)
    const input = `${this.#bytes.length} bytes: ${Buffer.from(this.#bytes.subarray(0, 120)).toString('base64')}`
    if (!isUpload(begun.json)) return { what: String(begun.json?.['code']), faults: this.#faults, input }
    const { id } = begun.json
    for (let step = this.#dice.below(MOST_STEPS); step > 0; step--) await this.#step(id)
    return { what: await this.#end(id), faults: this.#faults, input }
  }

  async #step(id: string): Promise<void> {
    const dice = this.#dice
    const { json } = await this.#ask(id)
    const here = isUpload(json) ? json.offset : 0
    const slice = this.#bytes.slice(here, here + 1 + dice.size(this.#bytes.length))
    switch (dice.below(7)) {
      case 0:
        return this.#elsewhere(id, here + dice.one([1, -1, 1_000, 2 ** 40]))
      case 1:
        return void this.#look(
          await this.#web.patch(id, here, Buffer.concat([this.#bytes.slice(here), Buffer.alloc(here + 1)])),
        )
      case 2: {
        const both = await Promise.all([this.#web.patch(id, here, slice), this.#web.patch(id, here, slice)])
        for (const answer of both) this.#look(answer)
        return
      }
      case 3:
        return this.#cut(id, here, slice)
      case 4:
        return void this.#look(await this.#web.call(`/api/uploads/${id}`, { method: dice.one(['POST', 'PUT', 'GET']) }))
      case 5:
        return void (dice.oneIn(6) && this.#look(await this.#web.call(`/api/uploads/${id}`, { method: 'DELETE' })))
      default:
        return void this.#look(await this.#web.patch(id, here, slice))
    }
  }

  /** Right bytes in a wrong place: a slice that was cut before may just have come so far, and then it is the right one. */
  async #elsewhere(id: string, offset: number): Promise<void> {
    const from = Math.min(Math.max(0, offset), this.#bytes.length - 1)
    this.#look(await this.#web.patch(id, offset, this.#bytes.slice(from, from + 100)))
  }

  /** What was promised in the head does not come: the line ends in the middle of it. */
  #cut(id: string, offset: number, slice: Uint8Array): Promise<void> {
    const head = `PATCH /api/uploads/${id} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${this.#token}\r\nUpload-Offset: ${offset}\r\nContent-Length: ${slice.length}\r\n\r\n`
    const all = Buffer.concat([Buffer.from(head), slice])
    const part = all.subarray(0, this.#dice.below(all.length))
    return new Promise((resolve) => {
      const socket = connect({ port: this.#server.port, host: '127.0.0.1' })
      socket.on('error', () => {})
      socket.on('close', () => resolve())
      socket.write(part, () => (this.#dice.oneIn(2) ? socket.resetAndDestroy() : socket.end()))
      socket.resume()
    })
  }

  /** Sends the rest as it should be. What becomes of it: a kind of file, or the code of a refusal. */
  async #end(id: string): Promise<string> {
    for (let tries = 0; tries < 40; tries++) {
      const { json } = await this.#ask(id)
      if (!isUpload(json)) return String(json?.['code'])
      if (json.file) return this.#lookAt(json.file)
      const answer = await this.#web.patch(id, json.offset, this.#bytes.slice(json.offset, json.offset + json.slice))
      this.#look(answer)
      // A cut slice may still be taken: it holds the file until its line is found to have ended.
      if (answer.status >= 400 && answer.json?.['code'] !== 'wrong_offset' && answer.json?.['code'] !== 'busy')
        return String(answer.json?.['code'] ?? answer.status)
      if (answer.status >= 400) await Bun.sleep(20)
    }
    // More was promised than there is.
    return 'unfinished'
  }

  async #lookAt(file: NonNullable<Upload['file']>): Promise<string> {
    const { status, bytes } = await this.#web.get(file.id)
    if (status !== 200) this.#faults.push(`a file that is here is answered ${status}`)
    const told = tellKind(bytes)
    if (bytes.length !== file.bytes) this.#faults.push(`${bytes.length} bytes, and ${file.bytes} are said`)
    if (file.kind !== 'picture' && !bytes.equals(this.#bytes)) this.#faults.push('the bytes are others than were sent')
    if (file.kind === 'picture' && (told.kind !== 'picture' || `image/${told.format}` !== file.type))
      this.#faults.push(`a picture of ${file.type} that begins as ${JSON.stringify(told)}`)
    return file.kind
  }

  async #ask(id: string): Promise<Answer> {
    const answer = await this.#web.call(`/api/uploads/${id}`)
    this.#look(answer)
    return answer
  }

  #look({ status, json, bytes }: Answer): void {
    const code = Object.entries(refusals).find(([name]) => name === json?.['code'])
    const isRefusal = code !== undefined && code[0] !== 'internal' && code[1].http === status
    const isPlain = status === 405 || status === 411 || status === 413
    if (status >= 400 && !isRefusal && !isPlain)
      this.#faults.push(`${status} ${bytes.toString('latin1').slice(0, 200)}`)
  }
}

function bytesFor(dice: Dice): Uint8Array<ArrayBuffer> {
  if (dice.oneIn(5)) return dice.bytes(1 + dice.size(MOST_BYTES))
  const original = dice.one(dice.oneIn(4) ? originals.media : originals.pictures)
  const bytes = dice.oneIn(4) ? Uint8Array.from(original) : mutatedBytes(original, dice)
  return bytes.length === 0 ? Uint8Array.of(0) : bytes
}

const isUpload = (json: Answer['json']): json is Upload =>
  typeof json?.['id'] === 'string' && typeof json['offset'] === 'number'
