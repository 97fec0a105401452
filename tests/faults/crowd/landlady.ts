import type { CommandInput, CommandName, CommandReply } from '#protocol/index.ts'
import type { Pack } from '#protocol/packs.ts'
import { passes, Refused } from '#sdk/index.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { monotonicMs } from '../monotonic.ts'
import type { Sink } from '../witness/wire.ts'
import { bringWitness, type Witness } from '../witness/witness.ts'
import type { Chance } from '../world/chance.ts'
import { sleep } from '../world/steady.ts'
import { picture } from './picture.ts'

/** She owns the house, so all its packs are hers. More than so many she does not keep. */
const MOST_PACKS = 8
const AGAIN_MS = 200

type LandladyNeeds = { url: string; code: string; chance: Chance; sink: Sink }

/**
 * Makes packs of pictures, changes them, takes them away, and looks whether they are there; each change is sent again until it is
 * answered, as a page does (HOUSE-11).
 */
export class Landlady {
  readonly #witness: Witness
  readonly #needs: LandladyNeeds
  readonly #uploader: Uploader
  #packs: Pack[] = []
  #made = 0
  #stops = false
  #work: Promise<void> = Promise.resolve()

  private constructor(witness: Witness, needs: LandladyNeeds) {
    this.#witness = witness
    this.#needs = needs
    this.#uploader = new Uploader(needs, witness.token)
  }

  static async movesIn(needs: LandladyNeeds): Promise<Landlady> {
    const { url, code, sink } = needs
    const witness = await bringWitness({ client: 'landlady', url, sink, room: 'of-the-landlady', name: 'landlady' })
    await witness.client.call('owner.claim', { code })
    return new Landlady(witness, needs)
  }

  /** Does one thing after the other, `everyMs` between two, until she is stopped. */
  behave(everyMs: number): void {
    this.#work = this.#live(everyMs)
  }

  /** Resolves when what she has begun is over, and she has looked at everything once more. */
  async settle(): Promise<void> {
    this.#stops = true
    await this.#work
    this.#stops = false
    await this.looks()
    for (const { id, version } of this.#packs) await this.#asksFor(`/api/packs/${id}/${version}`)
  }

  stop(): void {
    this.#stops = true
    this.#witness.stop()
  }

  hurry(): void {
    const { client } = this.#witness
    if (client.status.name === 'waiting') client.retryNow()
  }

  /** One change of packs, whichever. */
  async does(): Promise<void> {
    const { chance } = this.#needs
    if (this.#packs.length >= MOST_PACKS) await this.#removes(chance.pick(this.#packs))
    else if (this.#packs.length > 2 && chance.happens(0.5)) await this.#adds(chance.pick(this.#packs))
    else await this.#makes()
  }

  /** All packs, and a picture of one. */
  async looks(): Promise<void> {
    const { chance } = this.#needs
    const askedT = monotonicMs()
    const packs = await this.#list()
    if (!packs) return
    const own = packs.filter(({ title }) => title.startsWith('pack '))
    this.#packs = own
    this.#witness.wire.say({ kind: 'packs', askedT, packs: own.map(seenPack) })
    if (own.length > 0) await this.#asksFor(`/api/emoticons/${chance.pick(chance.pick(own).pictures).id}`)
  }

  async #live(everyMs: number): Promise<void> {
    while (!this.#stops) {
      await this.does()
      await this.looks()
      await sleep(everyMs)
    }
  }

  /** Told of before it was asked for, by the list that has just come. */
  #asksFor(what: string): Promise<void> {
    return this.#witness.looksAt({ what, toldT: monotonicMs() })
  }

  async #makes(): Promise<void> {
    const number = ++this.#made
    const pictures = await this.#uploads(number)
    if (pictures.length === 0) return
    const kind = number % 2 === 0 ? 'stickers' : 'emoticons'
    const reply = await this.#asks('pack.make', { title: `pack ${number}`, kind, pictures })
    if (reply) this.#keeps(reply.pack)
  }

  async #adds({ id }: Pack): Promise<void> {
    const add = await this.#uploads(++this.#made)
    if (add.length === 0) return
    const reply = await this.#asks('pack.change', { pack: id, add })
    if (reply) this.#keeps(reply.pack)
  }

  /** Gone in any case: where the answer was lost with the server, the same asked once more is refused, for it is not there. */
  async #removes({ id }: Pack): Promise<void> {
    await this.#asks('pack.remove', { pack: id })
    this.#witness.wire.say({ kind: 'unpacked', pack: id })
  }

  #keeps(pack: Pack): void {
    this.#witness.wire.say({ kind: 'packed', ...seenPack(pack) })
  }

  /** One to three new pictures, by names that nothing else has. */
  async #uploads(number: number): Promise<{ name: string; file: string }[]> {
    const { chance } = this.#needs
    const added: { name: string; file: string }[] = []
    for (let left = chance.between(1, 3); left > 0 && !this.#stops; ) {
      const { bytes } = picture(chance)
      const wish = { name: 'cup.png', bytes: bytes.length }
      const file = await this.#uploader
        .opens(null, wish)
        .then((begun) => this.#uploader.sends(begun, bytes))
        .catch(() => null)
      if (file) added.push({ name: `cup_${number}_${left--}`, file: file.id })
      else await sleep(AGAIN_MS)
    }
    return added
  }

  async #list(): Promise<Pack[] | null> {
    const all: Pack[] = []
    for (let after: string | undefined; ; ) {
      const page: CommandReply<'pack.list'> | null = await this.#asks('pack.list', after === undefined ? {} : { after })
      if (!page) return null
      all.push(...page.packs)
      if (!page.next) return all
      after = page.next
    }
  }

  /** Again and again until it is done; null: it was refused for good, as what a restore took back is. */
  async #asks<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandReply<C> | null> {
    for (;;) {
      try {
        return await this.#witness.client.call(name, input)
      } catch (error) {
        if (error instanceof Refused && !passes(error.refusal)) return null
        await sleep(AGAIN_MS)
      }
    }
  }
}

const seenPack = ({ id, title, pictures }: Pack) => ({ pack: id, title, pictures: pictures.map((one) => one.id) })
