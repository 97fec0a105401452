import * as v from 'valibot'
import { type House, Member, type Role } from './member.ts'
import { type CrowdOrder, sharedMs } from './orders.ts'

const JOINING_AT_ONCE = 48
/** Of bowls there are more; any number of them will do. */
const LOOKS = 1_000
const session = v.object({ token: v.string() })

type Ears = Pick<House, 'onMessages' | 'onAnswer'>
type Door = { seat: number; basePath: string; ears: Ears }

/** The people whom one load maker plays. Who has gone and comes again is the same guest. */
export class Crowd {
  readonly members: Member[] = []
  lost = 0
  readonly #door: Door
  readonly #tokens: string[] = []

  constructor(door: Door) {
    this.#door = door
  }

  /** Makes them as many as they should be, or as many as come in time. Rejects when one cannot come. */
  async gather(order: CrowdOrder): Promise<void> {
    for (const member of this.members.splice(order.people)) member.leave()
    this.lost = 0
    const { basePath, ears } = this.#door
    const house = { port: order.port, basePath, ...ears, onLost: () => void this.lost++ }
    const gone = [...this.members.entries()].flatMap(([at, { isGone }]) => (isGone ? [at] : []))
    const next = (): number | undefined =>
      gone.shift() ?? (this.members.length < order.people ? this.members.length : undefined)
    const join = async (): Promise<void> => {
      for (let index = next(); index !== undefined && sharedMs() < order.untilMs; index = next())
        await this.#join(house, order, index)
    }
    await Promise.all(Array.from({ length: JOINING_AT_ONCE }, join))
  }

  async #join(house: House, order: CrowdOrder, index: number): Promise<void> {
    const known = this.#tokens[index]
    const name = `bench ${this.#door.seat}-${index}`
    const member = new Member(house, { name, look: index % LOOKS, ...this.#placeOf(order, index) })
    this.members[index] = member
    const token = known ?? (await this.#makeGuest(order.port))
    this.#tokens[index] = token
    await member.join({ token, isNew: known === undefined })
  }

  /** In a room of its own everybody has a number there; in the one room, among those that are here. */
  #placeOf({ perRoom, every }: CrowdOrder, index: number): { room: string; role: Role } {
    const { seat } = this.#door
    const at = (perRoom === null ? index : index % perRoom) % every
    const role = at === 0 ? 'sender' : at === Math.floor(every / 2) ? 'probe' : 'sink'
    return { room: perRoom === null ? 'bench' : `bench-${seat}-${Math.floor(index / perRoom)}`, role }
  }

  async #makeGuest(port: number): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${port}${this.#door.basePath}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"locale":"en","as":"token"}',
    })
    if (!response.ok) throw new Error(`a guest was refused: ${response.status}`)
    return v.parse(session, await response.json()).token
  }
}
