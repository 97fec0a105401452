import type { Contestant } from '../contestants.ts'
import { type Crowded, WARM_MESSAGES, withCrowd } from '../fan-out.ts'
import type { Kind, RunResult } from '../generator.ts'
import { judgeFanOut } from '../judge.ts'
import type { Options } from '../options.ts'
import { type Spread, spreadOf } from '../statistics.ts'
import { tokenOf, Visitor } from './visitor.ts'

/** So many rooms were opened, joined and left: the others' cost, and the memory of the server after a rest. */
export type RoomsPoint = { rooms: number; bytes: number; runs: RunResult[] }
/** The n-th run of `before` and that of `after` lie side by side in time. */
export type RoomsFigures = { members: number; rate: number; windowS: number; before: RoomsPoint; after: RoomsPoint }

const RATE = 100
const EVERY = 50
const FEW = 100
const AT_ONCE = 64
/** One window of a busy machine must not decide: windows of 3 s, minutes apart, gave 0.91 to 1.45 for the same (decision 0079). */
const PAIRS_A_ROUND = 3
const MOST_WINDOW_S = 5
/**
 * A room that nobody reads is forgotten after 30 s, by the next sweep, and what was left of making so many lies about until the collector of a
 * server that does little comes by. Measured after 100,000 rooms: 163 MB more than before at once, 88 after one and two minutes, 24 after three.
 */
const REST_S = 180
const MOST_MAKE_MS = 120_000

type Plan = Pick<Options, 'members' | 'rooms' | 'rounds' | 'restS' | 'warmS' | 'windowS' | 'drainS'>

/**
 * A room in which people talk, in two servers that run at the same time: beside it there are a hundred rooms in the one that somebody made,
 * saw and left, in the other a hundred thousand. People talk in them in turn, so that the hour of the machine is that of both.
 */
export function measureRooms(
  contestant: Contestant,
  kind: Kind,
  options: Plan,
  say: (line: string) => void,
): Promise<RoomsFigures> {
  const crowd = { rooms: 1, sendersEvery: EVERY, probesEvery: EVERY }
  const { members, rounds, restS } = options
  const times = { ...options, windowS: Math.min(MOST_WINDOW_S, options.windowS) }
  return withCrowd(contestant, kind, crowd, (few) =>
    withCrowd(contestant, kind, crowd, async (many) => {
      const { server } = many
      const rest = () => many.generator.idle(Math.min(REST_S, 3 * restS), server.pids())
      for (const crowded of [few, many]) await crowded.join(members)
      const before = { rooms: await makeRooms(few, 0, FEW), bytes: 0, runs: [] as RunResult[] }
      await makeRooms(many, 0, FEW)
      await rest()
      before.bytes = server.residentBytes()
      const rooms = await makeRooms(many, FEW, options.rooms)
      await rest()
      const after = { rooms, bytes: server.residentBytes(), runs: [] as RunResult[] }
      say(`${before.rooms} empty rooms: ${megabytes(before)}; ${after.rooms}: ${megabytes(after)}`)
      for (const crowded of [few, many]) await warm(crowded)
      for (let pair = 0; pair < PAIRS_A_ROUND * rounds; pair++) {
        const turns = [
          async () => before.runs.push(await talk(few, times)),
          async () => after.runs.push(await talk(many, times)),
        ]
        for (const turn of pair % 2 === 0 ? turns : turns.reverse()) await turn()
      }
      say(`ns a delivery: ${before.runs.map(told).join(' ')} beside few, ${after.runs.map(told).join(' ')} beside many`)
      return { members, rate: RATE, windowS: times.windowS, before, after }
    }),
  )
}

const megabytes = ({ bytes }: { bytes: number }): string => `${Math.round(bytes / 1e6)} MB`
const told = (run: RunResult): string => nanos(run).toFixed(0)

/** Somebody makes, sees and leaves the rooms `from` to `to`. Gives how many there are; where they take too long, fewer. */
async function makeRooms({ server }: Crowded, from: number, to: number): Promise<number> {
  const visitor = await Visitor.enter(server.port, await tokenOf(server), `visitor ${from}`)
  const lastMs = performance.now() + MOST_MAKE_MS
  let next = from
  async function maker(): Promise<void> {
    while (next < to && performance.now() < lastMs) {
      const room = await visitor.open(`empty-${next++}`)
      await visitor.ask('room.join', { room })
      await visitor.ask('room.leave', { room })
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, maker))
    return next
  } finally {
    visitor.leave()
  }
}

/** Who has made 100,000 rooms has compiled more than who has made a hundred: both have said as much when they are measured. */
async function warm({ generator, server }: Crowded): Promise<void> {
  await generator.run(RATE, { warmS: 0, windowS: WARM_MESSAGES / RATE, drainS: 1 }, server.pids())
}

async function talk(
  { generator, server }: Crowded,
  times: Pick<Plan, 'warmS' | 'windowS' | 'drainS'>,
): Promise<RunResult> {
  const run = await generator.run(RATE, times, server.pids())
  const verdict = judgeFanOut(run)
  if (verdict.is === 'void') throw new Error(verdict.why)
  return run
}

/** Processor time of the server for each message that reached a member, nanoseconds. */
export const nanos = (run: RunResult): number => (run.serverSeconds * 1e9) / run.messages

/** What others pay beside many empty rooms, of what they pay beside few: the middle one of the pairs. Null without a pair. */
export function costBeside({ before, after }: RoomsFigures): Spread | null {
  const pairs = before.runs.flatMap((run, at) => {
    const beside = after.runs[at]
    return beside ? [nanos(beside) / nanos(run)] : []
  })
  return spreadOf(pairs)
}
