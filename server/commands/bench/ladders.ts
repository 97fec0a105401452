import { type Climb, climb, rounded, type Tried } from './climb.ts'
import type { CrewFailed, Gathering } from './crew.ts'
import { amissIn, type Cause, holds, isLowerBound, type Step, whyNot } from './judge.ts'

/** People in one room that talks; messages a second in a large one; many small rooms. */
export type LadderName = 'people' | 'rate' | 'rooms'
export const RATE_OF_ONE_ROOM = 10
export const LARGE_ROOM = 1_000
export const SMALL_ROOM = 20
/** Usual talk: somebody in a small room says something every 5 s. */
export const RATE_OF_SMALL_ROOM = 0.2

/** What is offered at one height. */
export type Load = Pick<Gathering, 'people' | 'perRoom' | 'every'> & { rate: number; rooms: number }

export type Ladder = {
  name: LadderName
  /** People, messages a second, or rooms; 0 where not even the least held. */
  held: number
  cause: Cause
  /** There is more than the test could show. */
  isLowerBound: boolean
  /** In a room of so many: for messages a second. */
  people: number
  steps: readonly (Step & { holds: boolean })[]
}

export type Bounds = {
  /** Connections that can be tried, and what ends there. */
  mostPeople: number
  mostCause: Cause
  isTiny: boolean
}

const manyEvery = (people: number): number => (people >= 200 ? 50 : 4)

export function loadAt(name: LadderName, at: number, roomOf: number): Load {
  switch (name) {
    case 'people':
      return { people: at, perRoom: null, every: manyEvery(at), rate: RATE_OF_ONE_ROOM, rooms: 1 }
    case 'rate':
      return { people: roomOf, perRoom: null, every: manyEvery(roomOf), rate: at, rooms: 1 }
    case 'rooms':
      return { people: at * SMALL_ROOM, perRoom: SMALL_ROOM, every: 10, rate: at * RATE_OF_SMALL_ROOM, rooms: at }
  }
}

const MOST_RATE = 50_000

function climbOf(name: LadderName, { mostPeople, isTiny }: Bounds): Climb {
  switch (name) {
    case 'people':
      return { first: isTiny ? 20 : 500, least: 10, most: mostPeople }
    case 'rate':
      return { first: isTiny ? 20 : 100, least: 1, most: MOST_RATE }
    case 'rooms':
      return { first: isTiny ? 10 : 50, least: 1, most: Math.max(1, Math.floor(mostPeople / SMALL_ROOM)) }
  }
}

export type Trying = {
  bounds: Bounds
  /** Of the ladder of messages a second. */
  roomOf: number
  /** Null: it did not come to it, for there was no time. Rejects with `CrewFailed` where the crowd cannot be made. */
  measure(load: Load): Promise<Step | null>
  /** What a crowd that could not be made says of the machine. */
  whyFailed(error: CrewFailed): Cause
  isCrewFailed(error: unknown): error is CrewFailed
  /** `amiss`: what went wrong, where it was not only slow. */
  onStep(load: Load, step: Step | null, end: { cause: Cause; amiss: string } | null): void
}

/** Climbs one ladder until something gives out. */
export async function climbLadder(name: LadderName, trying: Trying): Promise<Ladder> {
  const { bounds, roomOf } = trying
  const steps: (Step & { holds: boolean })[] = []
  /** What ended the lowest step that failed. */
  let failed: Cause = 'unclear'
  const tryAt = async (at: number): Promise<Tried> => {
    const load = loadAt(name, at, roomOf)
    try {
      const step = await trying.measure(load)
      if (!step) return 'late'
      const isGood = holds(step)
      steps.push({ ...step, holds: isGood })
      if (!isGood) failed = whyNot(step)
      trying.onStep(load, step, isGood ? null : { cause: failed, amiss: amissIn(step) })
      return isGood ? 'held' : 'failed'
    } catch (error) {
      if (!trying.isCrewFailed(error)) throw error
      failed = trying.whyFailed(error)
      trying.onStep(load, null, { cause: failed, amiss: error.message })
      return 'failed'
    }
  }
  const { held, end } = await climb(climbOf(name, bounds), tryAt)
  const mostCause = name === 'rate' ? 'clients' : bounds.mostCause
  const cause = end === 'late' ? 'time' : end === 'most' ? mostCause : failed
  return {
    name,
    held: held < 100 ? held : rounded(held),
    cause,
    isLowerBound: isLowerBound(cause),
    people: roomOf,
    steps,
  }
}
