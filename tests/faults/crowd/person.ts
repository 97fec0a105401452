import { newToken } from '#tests/kit/guest.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { isTea } from '../witness/download.ts'
import type { PushRoad, Show } from '../witness/push-road.ts'
import { letIn, putOut } from '../witness/roles.ts'
import { teaFile } from '../witness/tea-file.ts'
import type { Sink } from '../witness/wire.ts'
import { Witness } from '../witness/witness.ts'
import type { Chance } from '../world/chance.ts'
import { until } from '../world/steady.ts'
import { picture } from './picture.ts'

const IN_MS = 30_000
const MOST_UNSENT = 20
const MOST_DOING = 4
const EMOJI = ['🍵', '👍', '❤️', '😂'] as const
const WORDS = '茶 馆 人 多 话 长 tea house open window rain cup leaf steam quiet long afternoon'.split(' ')

export type PersonNeeds = { url: string; name: string; room: string; sink: Sink }

/** Somebody of the crowd: a witness that does what chance tells it. */
export class Person {
  readonly name: string
  readonly #witness: Witness
  readonly #url: string
  /** Changes, reads and bans that are not answered yet. */
  #doing = 0
  #isAway = false
  #isOut = false
  /** Its browser, which it has to ask for again when its place in the room was taken: by a ban, by a restore. */
  #browser: { road: PushRoad; show: Show } | null = null
  #isTold = false
  said = 0

  constructor(witness: Witness, name: string, url: string) {
    this.name = name
    this.#url = url
    this.#witness = witness
    witness.room.listen({
      out: () => this.#isSent(true),
      refused: () => this.#isSent(true),
      snapshot: () => {
        this.#isTold = false
        this.#isSent(false)
      },
      events: () => this.#isSent(false),
    })
  }

  get isOnline(): boolean {
    return this.#witness.client.status.name === 'online'
  }

  /** Put out of its room. */
  get isOut(): boolean {
    return this.#isOut
  }

  get ownsRoom(): boolean {
    return this.#witness.room.role === 'owner'
  }

  get room(): string {
    return this.#witness.room.name
  }

  get unsent(): number {
    return this.#witness.room.outgoing.filter(({ state }) => state !== 'failed').length
  }

  get isSettled(): boolean {
    return this.isOnline && !this.#isOut && this.unsent === 0 && this.#doing === 0 && this.#witness.room.place !== null
  }

  get complaint(): string {
    const { client, room } = this.#witness
    const states = room.outgoing.map(({ state }) => state).join(' ')
    return `${this.name}: ${client.status.name}${this.#isOut ? ', put out' : ''}, ${this.unsent} unsent (${states}), ${this.#doing} doing`
  }

  come(): void {
    this.#isAway = false
    this.#witness.client.start()
  }

  go(): void {
    this.#isAway = true
    this.#witness.client.stop()
  }

  /** Tries at once instead of waiting; false, so that it can stand in a condition. */
  hurry(): boolean {
    const { client } = this.#witness
    if (client.status.name === 'waiting') client.retryNow()
    return false
  }

  says(text: string): void {
    this.said++
    this.#witness.post(text)
  }

  say(chance: Chance): void {
    if (this.unsent > MOST_UNSENT || this.#isOut) return
    this.said++
    const count = chance.happens(0.02) ? chance.between(100, 600) : chance.between(1, 20)
    this.#witness.post(Array.from({ length: count }, () => chance.pick(WORDS)).join(' '))
  }

  change(chance: Chance): void {
    const { own, lines } = this.#witness
    if (this.#isAway || this.#doing >= MOST_DOING || lines.length === 0) return
    this.said++
    const kind = chance.fraction()
    const message = own.length > 0 ? chance.pick(own) : 0
    if (kind < 0.4 && message > 0)
      this.#do((room) => room.edit(message, `${chance.pick(WORDS)} ${chance.between(1, 1e9)}`))
    else if (kind < 0.55 && message > 0) {
      own.splice(own.indexOf(message), 1)
      this.#do((room) => room.erase(message, 'delete'))
    } else {
      const [line, kindOf, on] = [chance.pick(lines), chance.pick(EMOJI), chance.happens(0.7)]
      this.#do((room) => room.react(line, kindOf, on))
    }
  }

  /** Says a link to a page that nobody asked for yet, or that few did. */
  link(chance: Chance, site: string): void {
    if (this.unsent > MOST_UNSENT || this.#isOut) return
    this.says(`${chance.pick(WORDS)} ${site}/tea-${chance.between(1, 100_000)}`)
  }

  /** Says a sticker, as who opens the panel and presses one. */
  stick(chance: Chance): void {
    if (this.#isAway || this.#doing >= MOST_DOING || this.unsent > MOST_UNSENT || this.#isOut) return
    this.said++
    this.#wait(this.#witness.sticks((stickers) => stickers[chance.between(0, stickers.length - 1)]))
  }

  /** Sends a file, and says it. What breaks off is swept by the server one day. */
  upload(chance: Chance): void {
    const { token, roomId } = this.#witness
    if (this.#isAway || this.#doing >= MOST_DOING || this.#isOut || !roomId) return
    // Now and then one that does not leave in one go.
    const length = chance.happens(0.03) ? chance.between(200_000, 600_000) : chance.between(100, 40_000)
    const { name, bytes } = teaFile(chance.between(1, 1e9), length)
    const file = chance.happens(0.1) ? picture(chance) : { name, bytes }
    const sent = this.#uploader(token).uploads(roomId, file.bytes, file.name)
    this.#wait(sent.then((file) => void this.#witness.post('', { files: [file] })).catch(() => {}))
  }

  /** By one of the other roads (P-33). */
  read(chance: Chance): void {
    if (this.#isAway || this.#doing >= MOST_DOING || this.#isOut) return
    const road = chance.fraction()
    if (road < 0.55) this.#wait(this.#witness.pagesHistory(chance.between(1, 4)))
    else if (road < 0.85) this.#wait(this.#witness.searches(chance.pick(WORDS)))
    else if (road < 0.95) this.#wait(this.#witness.listsFiles())
    else this.#wait(this.#witness.exports())
  }

  /** A file that it was shown; whoever was put out tries, too. */
  download(chance: Chance): void {
    const { files, pictures } = this.#witness
    if (this.#isAway || this.#doing >= MOST_DOING) return
    if (pictures.length > 0 && chance.happens(0.3)) this.#wait(this.#witness.looksAt(chance.pick(pictures)))
    if (files.length === 0) return
    const file = chance.pick(files)
    const from = chance.between(0, 90)
    const less = isTea(file) ? { from, to: chance.between(from, 99) } : 'small'
    this.#wait(this.#witness.downloads(file, chance.happens(0.4) ? less : 'whole'))
  }

  /** From now on, and again whenever it has to ask for it anew. */
  hearsByPush(road: PushRoad, show: Show): void {
    this.#browser = { road, show }
    this.#askForPushes()
  }

  /** Puts somebody out of the room that it owns. */
  ban(other: Person): void {
    this.#wait(putOut(this.#witness, other.#witness, 'ban'))
  }

  pardon(other: Person): void {
    this.#wait(letIn(this.#witness, other.#witness))
  }

  tellFolded(): void {
    this.#witness.tellFolded()
  }

  #isSent(out: boolean): void {
    this.#isOut = out
    if (out) this.#isTold = false
    else this.#askForPushes()
  }

  /** What is refused is asked for again with the next thing that it hears. */
  #askForPushes(): void {
    if (!this.#browser || this.#isTold) return
    this.#isTold = true
    const { road, show } = this.#browser
    const asked = road.subscribes(this.#witness, show)
    this.#wait(
      asked.then((isTold) => {
        if (!isTold) this.#isTold = false
      }),
    )
  }

  #uploader(token: string): Uploader {
    return new Uploader({ url: this.#url }, token)
  }

  #do(work: Parameters<Witness['change']>[0]): void {
    this.#wait(this.#witness.change(work))
  }

  #wait(work: Promise<void>): void {
    this.#doing++
    void work.finally(() => void this.#doing--)
  }
}

/** A new guest in its room. */
export async function bringPerson({ url, name, room, sink }: PersonNeeds): Promise<Person> {
  const witness = new Witness({ client: name, url, sink, room, token: await newToken(url) })
  const { client } = witness
  client.start()
  try {
    await until(`${name} is online`, () => client.status.name === 'online', IN_MS)
    await client.call('profile.set', { name, look: 0 })
    await until(`${name} is in its room`, () => witness.room.place !== null, IN_MS)
    return new Person(witness, name, url)
  } catch (error) {
    witness.stop()
    throw error
  }
}
