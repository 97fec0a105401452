import type { Limits } from '#server/config.ts'
import { rounded } from './climb.ts'
import type { Line } from './env-file.ts'
import type { Ladder, LadderName } from './ladders.ts'
import { SMALL_ROOM } from './ladders.ts'

/** What this machine holds as a whole; null: it holds more than the test could show, or nothing was measured. */
export type Knee = {
  connections: number | null
  roomRate: number | null
  /** What a frame costs for each receiver, µs of a core. */
  writeMicroseconds: number | null
}

/** Of the knee: the rest is for what else a machine does, for TLS, and for a bad day. */
const SHARE = 0.6
/** With fewer frames a second what they cost drowns in what a server does anyway. */
const LEAST_FRAMES = 3_000
/** On a machine that has nothing left everything looks dear. */
const BOX_FULL = 0.95
const COST = { least: 0.5, most: 200 }

export function kneeOf(ladders: readonly Ladder[]): Knee {
  const find = (name: LadderName) => ladders.find((ladder) => ladder.name === name)
  const [people, rate, rooms] = [find('people'), find('rate'), find('rooms')]
  return {
    connections: connectionsOf(people, rooms),
    roomRate: rate && !rate.isLowerBound ? rate.held : null,
    writeMicroseconds: costOf(people),
  }
}

/** One room may end by its tick; many rooms end with the machine. */
function connectionsOf(people: Ladder | undefined, rooms: Ladder | undefined): number | null {
  if (rooms && !rooms.isLowerBound) return Math.max(people?.held ?? 0, rooms.held * SMALL_ROOM)
  return people?.cause === 'descriptors' || people?.cause === 'memory' ? people.held : null
}

/** At the highest step that held, where most of what the server does is writing. */
function costOf(people: Ladder | undefined): number | null {
  const step = people?.steps.filter(({ holds }) => holds).sort((a, b) => b.people - a.people)[0]
  if (!step || step.serverCores === null || step.frames < LEAST_FRAMES) return null
  if ((step.boxBusy ?? 0) > BOX_FULL) return null
  const cost = Math.ceil((step.serverCores / step.frames) * 1e7) / 10
  return Math.min(COST.most, Math.max(COST.least, cost))
}

/** 60 % of the knee, as lines of a configuration; what nobody knows is not among them. */
export function recommendedLines({ connections, roomRate, writeMicroseconds }: Knee): Line[] {
  const line = (name: string, value: number | null): Line[] =>
    value === null || value <= 0 ? [] : [{ name, value: String(value) }]
  const part = (knee: number | null): number | null => (knee === null ? null : rounded(knee * SHARE))
  return [
    ...line('LIMIT_CONNECTIONS', part(connections)),
    ...line('LIMIT_ROOM_MESSAGES_PER_SECOND', part(roomRate)),
    ...line('WRITE_MICROSECONDS', writeMicroseconds),
  ]
}

/** Limits that allow more than this machine holds. */
export function tooHigh(
  { connections, roomRate }: Knee,
  limits: Pick<Limits, 'connections' | 'roomMessagesPerSecond'>,
): { name: string; configured: number; held: number }[] {
  const one = (name: string, configured: number, held: number | null) =>
    held !== null && held < configured ? [{ name, configured, held }] : []
  return [
    ...one('LIMIT_CONNECTIONS', limits.connections, connections),
    ...one('LIMIT_ROOM_MESSAGES_PER_SECOND', limits.roomMessagesPerSecond, roomRate),
  ]
}
