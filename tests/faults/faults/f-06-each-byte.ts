import { type Ending, type FaultProxy, startProxy } from '#tests/kit/fault-proxy.ts'
import { bringPerson, type Person } from '../crowd/person.ts'
import type { Chance } from '../world/chance.ts'
import { until } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { type Fault, NotProven } from './fault.ts'

const PEOPLE = 12
/** Cuts of one run, one behind the other for each of the people. */
const ROUNDS = 8
/** A send with its head and mask, and the answer to it, are a little shorter. */
const BYTES = { up: 150, down: 140 } as const
const HOWS: readonly Ending[] = ['reset', 'reset', 'fin']
const PATIENCE_MS = 40_000

type Place = { way: 'up' | 'down'; bytes: number; how: Ending }
type Speaker = { person: Person; proxy: FaultProxy }

let brought = 0

/**
 * One person says something, and its line ends after byte n: before the send, inside it, with its last byte (before the commit, or before
 * the answer), inside the answer. It is sent again on the next line, and the checker sees to it that it is stored once.
 */
export const eachByte: Fault = {
  id: 'F-6',
  name: 'cut at each byte of a send and of its answer',
  needs: [],
  takesS: 20,
  async run(world, chance) {
    const speakers = await Promise.all(Array.from({ length: PEOPLE }, () => bring(world)))
    try {
      let cuts = 0
      for (let round = 0; round < ROUNDS; round++) {
        const ended = await Promise.all(speakers.map((speaker) => cutOne(speaker, placeOf(chance))))
        cuts += ended.filter(Boolean).length
      }
      await until('all is stored', () => speakers.every(({ person }) => person.isSettled), PATIENCE_MS, 50)
      if (cuts < (PEOPLE * ROUNDS) / 2) throw new NotProven(`only ${cuts} lines ended in the middle of something`)
      return `${cuts} lines ended after a byte of a send or of its answer, then all was stored`
    } finally {
      for (const { person } of speakers) person.go()
      await Promise.all(speakers.map(({ proxy }) => proxy[Symbol.asyncDispose]()))
    }
  },
}

function placeOf(chance: Chance): Place {
  const way = chance.happens(BYTES.up / (BYTES.up + BYTES.down)) ? 'up' : 'down'
  return { way, bytes: chance.between(0, BYTES[way]), how: chance.pick(HOWS) }
}

/** With a proxy of its own: what passes on it is this person's alone. */
async function bring(world: World): Promise<Speaker> {
  const proxy = await startProxy(world.server)
  const name = `byte-${++brought}`
  const sink = (entry: Parameters<typeof world.options.take>[0][number]) => world.options.take([entry])
  return { proxy, person: await bringPerson({ url: proxy.url, name, room: 'each-byte', sink }) }
}

/** True when its line ended by the cut. */
async function cutOne({ person, proxy }: Speaker, { way, bytes, how }: Place): Promise<boolean> {
  await until(`${person.name} is back`, () => person.hurry() || person.isSettled, PATIENCE_MS, 10)
  const before = proxy.cuts
  for (const line of proxy.lines) line[way].set({ cutAfter: { bytes, how } })
  person.says(`cut ${way} after ${bytes}: ${how}`)
  await until('it is cut, or stored', () => proxy.cuts > before || person.unsent === 0, PATIENCE_MS, 5)
  return proxy.cuts > before
}
