import type { Contestant } from '../contestants.ts'
import { type Crowded, withCrowd } from '../fan-out.ts'
import type { Kind, RunResult } from '../generator.ts'
import { judgeFanOut } from '../judge.ts'
import type { Options } from '../options.ts'
import { tokenOf, Visitor } from './visitor.ts'

/** So many rooms were opened, joined and left: the others' cost, and the memory of the server after a rest. */
export type RoomsPoint = { rooms: number; bytes: number; runs: RunResult[] }
export type RoomsFigures = { members: number; rate: number; before: RoomsPoint; after: RoomsPoint }

const RATE = 100
const EVERY = 50
const FEW = 100
const AT_ONCE = 64
const MOST_RUNS = 2
/**
 * A room that nobody reads is forgotten after 30 s, by the next sweep, and what was left of making so many lies about until the collector of a
 * server that does little comes by. Measured after 100,000 rooms: 163 MB more than before at once, 88 after one and two minutes, 24 after three.
 */
const REST_S = 180
const MOST_MAKE_MS = 120_000

/** One room in which people talk, and beside it first a hundred rooms that somebody made, saw and left, then a hundred thousand. */
export function measureRooms(
  contestant: Contestant,
  kind: Kind,
  options: Pick<Options, 'members' | 'rooms' | 'rounds' | 'restS' | 'warmS' | 'windowS' | 'drainS'>,
  say: (line: string) => void,
): Promise<RoomsFigures> {
  const crowd = { rooms: 1, sendersEvery: EVERY, probesEvery: EVERY }
  return withCrowd(contestant, kind, crowd, async (crowded) => {
    await crowded.join(options.members)
    const visitor = await Visitor.enter(crowded.server.port, await tokenOf(crowded.server), 'visitor')
    try {
      const pointOf = async (from: number, to: number): Promise<RoomsPoint> => {
        const made = await makeRooms(visitor, from, to)
        await crowded.generator.idle(Math.min(REST_S, 3 * options.restS), crowded.server.pids())
        const bytes = crowded.server.residentBytes()
        const runs = await talk(crowded, options, Math.min(MOST_RUNS, options.rounds))
        say(
          `${made} empty rooms: ${Math.round(bytes / 1e6)} MB, ${runs.map((run) => nanos(run).toFixed(0)).join(' ')} ns a delivery`,
        )
        return { rooms: made, bytes, runs }
      }
      const before = await pointOf(0, FEW)
      return { members: options.members, rate: RATE, before, after: await pointOf(FEW, options.rooms) }
    } finally {
      visitor.leave()
    }
  })
}

/** Gives how many there are; where they take too long, fewer. */
async function makeRooms(visitor: Visitor, from: number, to: number): Promise<number> {
  const lastMs = performance.now() + MOST_MAKE_MS
  let next = from
  async function maker(): Promise<void> {
    while (next < to && performance.now() < lastMs) {
      const room = await visitor.open(`empty-${next++}`)
      await visitor.ask('room.join', { room })
      await visitor.ask('room.leave', { room })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, maker))
  return next
}

async function talk(
  { generator, server }: Crowded,
  times: Pick<Options, 'warmS' | 'windowS' | 'drainS'>,
  count: number,
): Promise<RunResult[]> {
  const runs: RunResult[] = []
  for (let at = 0; at < count; at++) {
    const run = await generator.run(RATE, times, server.pids())
    const verdict = judgeFanOut(run)
    if (verdict.is === 'void') throw new Error(verdict.why)
    runs.push(run)
  }
  return runs
}

/** Processor time of the server for each message that reached a member, nanoseconds. */
export const nanos = (run: RunResult): number => (run.serverSeconds * 1e9) / run.messages
