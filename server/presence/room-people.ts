import { limits } from '#protocol/limits.ts'
import type { PeoplePush, PresentPerson } from '#protocol/people.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { newPeopleVersion } from '#server/kit/ids.ts'

export type Present = { principal: Principal; readonly sinceMs: number }
/** `json`: as everybody sees this person, encoded once for a crowd that comes; null: nobody has asked for it since it changed. */
type Listed = Present & { json: string | null }
type Change = 'came' | 'went' | 'changed'

/** Below this share of the bound a list that was too long is sent again: no flutter at the bound. */
const RELIST_SHARE = 0.8

/** What two changes of one person within a beat come to; null: nothing happened that anybody saw. `shown`: a list was sent after the first of them. */
function merged(before: Change | undefined, now: Change, shown: boolean): Change | null {
  if (before === 'came' && now === 'went') return shown ? 'went' : null
  if (before === 'came') return 'came'
  // Who joined between the two, or before the person was ever told of, does not have them on the list.
  if (before === 'went' && now === 'came') return shown ? 'came' : 'changed'
  return now
}

/** Who is in one room: named people with a connection here, and those whose page closed a moment ago. */
export class RoomPeople {
  readonly #present = new Map<string, Listed>()
  /** All of them, encoded, in the order of coming; null: somebody has gone or changed since, or nobody is told. */
  #all: string | null = ''
  /** Whose last page closed, and when they leave unless one opens before. */
  readonly #leaving = new Map<string, number>()
  #changes = new Map<string, Change>()
  #listed = true
  /** Whose change of this beat somebody knows already, from a list that was sent since. */
  #shown = new Set<string>()
  /** Of the list as it is now; null: nobody has asked since it changed. Random, for a number would tell how often people come and go. */
  #version: string | null = null

  get count(): number {
    return this.#present.size
  }

  has(id: string): boolean {
    return this.#present.has(id)
  }

  find(id: string): Present | undefined {
    return this.#present.get(id)
  }

  /** Everybody, in the order of coming. */
  present(): Iterable<Present> {
    return this.#present.values()
  }

  /** True when this is news: a return within the grace is not. */
  arrive(principal: Principal, nowMs: number): boolean {
    const known = this.#present.get(principal.id)
    if (known) {
      known.principal = principal
      this.#leaving.delete(principal.id)
      return false
    }
    const listed: Listed = { principal, sinceMs: nowMs, json: null }
    this.#present.set(principal.id, listed)
    if (this.#all !== null) this.#all = this.#all === '' ? jsonOf(listed) : `${this.#all},${jsonOf(listed)}`
    this.#note(principal.id, 'came')
    return true
  }

  /** The last page closed: the person leaves at `atMs` unless one opens before. */
  leaveAt(id: string, atMs: number): void {
    if (this.#present.has(id)) this.#leaving.set(id, atMs)
  }

  leave(id: string): boolean {
    this.#leaving.delete(id)
    if (!this.#present.delete(id)) return false
    this.#all = null
    this.#note(id, 'went')
    return true
  }

  /** Who has left for a moment and come back is another object, and says what is so. */
  changed(principal: Principal): void {
    const present = this.#present.get(principal.id)
    if (!present) return
    present.principal = principal
    present.json = null
    this.#all = null
    this.#note(principal.id, 'changed')
  }

  /** Those whose grace is over. */
  overdue(nowMs: number): Principal[] {
    return [...this.#leaving].flatMap(([id, atMs]) => {
      const present = atMs <= nowMs ? this.#present.get(id) : undefined
      return present ? [present.principal] : []
    })
  }

  /** The whole truth for one reader, encoded: when all come back at once, each of them is sent all, or that the list that it knows is so still. */
  state(roomId: string, known?: string): string {
    if (!this.#listed) return `{"room":"${roomId}","count":${this.count}}`
    const version = this.#versionNow()
    const is = `{"room":"${roomId}","version":"${version}","count":${this.count}`
    if (known === version) return `${is}}`
    for (const id of this.#changes.keys()) this.#shown.add(id)
    this.#all ??= [...this.#present.values()].map(jsonOf).join(',')
    return `${is},"all":[${this.#all}]}`
  }

  /** What everybody is told of this beat, encoded; null when it comes to nothing. */
  takeNews(roomId: string): string | null {
    const changes = this.#changes
    this.#changes = new Map()
    this.#shown.clear()
    if (changes.size === 0) return null
    const wasListed = this.#listed
    this.#listed = this.count <= limits.listedPeople * (wasListed ? 1 : RELIST_SHARE)
    // No list is told: a crowd of thousands would keep one of megabytes.
    if (!this.#listed) this.#all = null
    if (!this.#listed || !wasListed) return this.state(roomId)
    const news: PeoplePush = { room: roomId, version: this.#versionNow(), count: this.count, ...this.#diff(changes) }
    return JSON.stringify(news)
  }

  #diff(changes: ReadonlyMap<string, Change>): Pick<PeoplePush, 'came' | 'went' | 'changed'> {
    const ids = (kind: Change) => [...changes].filter(([, change]) => change === kind).map(([id]) => id)
    const [came, went, changed] = [this.#find(ids('came')), ids('went'), this.#find(ids('changed'))]
    return {
      ...(came.length > 0 && { came }),
      ...(went.length > 0 && { went }),
      ...(changed.length > 0 && { changed }),
    }
  }

  #find(ids: readonly string[]): PresentPerson[] {
    return ids.flatMap((id) => {
      const present = this.#present.get(id)
      return present ? [presentPerson(present.principal, present.sinceMs)] : []
    })
  }

  #versionNow(): string {
    this.#version ??= newPeopleVersion()
    return this.#version
  }

  #note(id: string, change: Change): void {
    this.#version = null
    const sum = merged(this.#changes.get(id), change, this.#shown.has(id))
    if (sum) this.#changes.set(id, sum)
    else this.#changes.delete(id)
  }
}

const presentPerson = (principal: Principal, sinceMs: number): PresentPerson => ({
  ...principal.person(),
  since_ms: sinceMs,
})

function jsonOf(listed: Listed): string {
  listed.json ??= JSON.stringify(presentPerson(listed.principal, listed.sinceMs))
  return listed.json
}
