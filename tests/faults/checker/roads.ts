import type { Entry, Got, Report } from '../history.ts'

/** What is counted, and checked by rules of its own. */
const COUNTED: ReadonlyMap<Entry['kind'], 'classic' | 'carded' | 'packed' | 'pictured'> = new Map([
  ['classic_heard', 'classic'],
  ['carded', 'carded'],
  ['packed', 'packed'],
  ['unpacked', 'packed'],
  ['pictured', 'pictured'],
])

export type Of<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>

/** Somebody's browser that is told of a room, and what it was told. `ends`: its client saw that it is out. */
export type Watch = {
  client: string
  principal: string
  room: string
  begun: Of<'subscribed'>[]
  ends: number[]
  pushes: Of<'pushed'>[]
}

type Counts = Pick<Report['checked'], 'pushed' | 'downloaded' | 'denied' | 'classic' | 'carded' | 'packed' | 'pictured'>

/** What came beside the lines of the clients: by push, and over HTTP. An hour of 5,000 people has some 200,000 of each. */
export class Roads {
  readonly #watches = new Map<string, Watch>()
  readonly downloads: Of<'downloaded'>[] = []
  readonly lists: Of<'listed'>[] = []
  #pushed = 0
  readonly #counted = { classic: 0, carded: 0, packed: 0, pictured: 0 }

  take(entry: Entry) {
    const counted = COUNTED.get(entry.kind)
    if (counted && !(entry.kind === 'pictured' && entry.got.how !== 'bytes')) this.#counted[counted]++
    if (entry.kind === 'subscribed') this.#watch(entry).begun.push(entry)
    else if (entry.kind === 'downloaded') this.downloads.push(entry)
    else if (entry.kind === 'listed') this.lists.push(entry)
    else if (entry.kind === 'revoked' || entry.kind === 'left') this.#watches.get(keyOf(entry))?.ends.push(entry.t)
    else if (entry.kind === 'pushed') {
      this.#pushed++
      this.#watch(entry).pushes.push(entry)
    }
  }

  counts(): Counts {
    const times = (how: Got['how']) => this.downloads.filter(({ got }) => got.how === how).length
    return { pushed: this.#pushed, downloaded: times('bytes'), denied: times('refused'), ...this.#counted }
  }

  watches(): Iterable<Watch> {
    return this.#watches.values()
  }

  #watch({ client, principal, room }: Pick<Watch, 'client' | 'principal' | 'room'>): Watch {
    const key = keyOf({ client, room })
    let watch = this.#watches.get(key)
    if (!watch) {
      watch = { client, principal, room, begun: [], ends: [], pushes: [] }
      this.#watches.set(key, watch)
    }
    return watch
  }
}

const keyOf = ({ client, room }: { client: string; room: string }): string => `${client} ${room}`
