import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { createChance, createTalk } from '../search/text.ts'

type Place = { readonly url: string; readonly socketUrl: string }

const PEOPLE = 12
const TURN_MS = 5
/** How often, by chance: an answer to what was said a moment ago, a mention, marks, emoji. */
const ANSWERS = 0.08
const MENTIONS = 0.04
const MARKED = 0.08
const EMOJI = ['🍵', '😂', '👍🏻', '🎉', '❤️']

/** People who talk all at once, at a steady rate: each message leaves when it is due, whatever became of those before. */
export class Crowd {
  readonly #guests: Guest[] = []
  readonly #talk = createTalk(3)
  readonly #chance = createChance(5)
  #room = ''
  #newest = 0
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #underWay = new Set<Promise<void>>()
  said = 0
  refused = 0

  async open(at: Place, room: string): Promise<void> {
    for (let n = 0; n < PEOPLE; n++)
      // A name is its person's in the whole house, also when that person has gone.
      this.#guests.push(await bringGuest(at, { name: `${room} ${n}`, look: (n * 197 + 31) % 1_080, room }))
    this.#room = this.#guests[0]?.room.info?.id ?? ''
    // Somebody has to look at a room for its client to stay in it.
    for (const { room: one } of this.#guests) one.listen({})
  }

  /** Number of the newest message that is known to be stored. */
  get newest(): number {
    return this.#newest
  }

  /** Says so many, as fast as it goes. */
  async say(count: number): Promise<void> {
    for (let at = 0; at < count; at++) this.#sayOne()
    await this.#settled()
  }

  begin(perSecond: number): void {
    const startMs = performance.now()
    let due = 0
    this.#timer = setInterval(() => {
      const wanted = Math.floor(((performance.now() - startMs) * perSecond) / 1_000)
      for (; due < wanted; due++) this.#sayOne()
    }, TURN_MS)
  }

  /** Resolves when all that was said is stored. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#settled()
  }

  leave(): void {
    clearInterval(this.#timer)
    for (const guest of this.#guests) guest.leaves()
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  #sayOne(): void {
    const speaker = this.#guests[Math.floor(this.#chance() * PEOPLE)]
    if (!speaker) return
    const { body, ...more } = this.#message()
    const asked = speaker.client
      .call('message.post', { room: this.#room, cid: crypto.randomUUID(), body, ...more })
      .then(
        ({ seq }) => {
          this.said++
          this.#newest = Math.max(this.#newest, seq)
        },
        () => {
          this.refused++
        },
      )
    this.#underWay.add(asked)
    void asked.finally(() => this.#underWay.delete(asked))
  }

  #message(): { body: string; re?: number; mentions?: string[] } {
    const chance = this.#chance
    // A link would send the server out into the net for its card.
    const plain = this.#talk().replace(/ ?https?:\S+/, '') || '好'
    const marked = chance() < MARKED ? `**${plain.slice(0, 4)}** ${plain} \`code\`` : plain
    const body = chance() < MARKED ? `${marked} ${EMOJI[Math.floor(chance() * EMOJI.length)]}` : marked
    const named = chance() < MENTIONS ? this.#guests[Math.floor(chance() * PEOPLE)] : undefined
    const { status } = named?.client ?? {}
    const mention = named && status?.name === 'online' ? { name: named.name, id: status.welcome.me.id } : null
    return {
      body: mention ? `@${mention.name} ${body}` : body,
      ...(mention && { mentions: [mention.id] }),
      ...(chance() < ANSWERS && this.#newest > 20 && { re: this.#newest - Math.floor(chance() * 20) }),
    }
  }
}
