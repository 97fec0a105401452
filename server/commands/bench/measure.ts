import type { Crew } from './crew.ts'
import type { Step } from './judge.ts'
import type { Load } from './ladders.ts'
import { type Heard, type Spoken, sharedMs } from './load/orders.ts'
import { busyBetween, cpuSecondsOf, freeMemory, ticks } from './machine.ts'
import type { Pulse } from './pulse.ts'
import type { SecondHouse } from './second-house.ts'

export type Timing = {
  warmMs: number
  windowMs: number
  /** For what is under way when all is said. */
  patienceMs: number
  /** When the ladder ends: of `sharedMs`. */
  untilMs: number
}
export type Scene = { house: SecondHouse; crew: Crew; pulse: Pulse; timing: Timing; run: number }

/** Until each load maker has got its order. */
const ORDER_MS = 60
const CALM_MS = 2_500
/** A schedule that was kept so badly was not kept. */
const LATE_MS = 100
/** Above it what is left to say would not fit the time. */
const RESERVE = 1.3

/** Offers one load for a moment, and tells what came of it. Null: there is no time for it. */
export async function measureStep(scene: Scene, load: Load): Promise<Step | null> {
  const { house, crew, pulse, timing } = scene
  const { warmMs, windowMs, patienceMs, untilMs } = timing
  const isLate = () => sharedMs() + (warmMs + windowMs) * RESERVE > untilMs
  if (isLate()) return null
  const came = await crew.gather({ ...load, port: house.port, untilMs })
  await pulse.untilCalm(CALM_MS)
  if (came < load.people || isLate()) return null
  const startMs = sharedMs() + ORDER_MS
  const when = { startMs, warmMs, windowMs, patienceMs }
  const [spoken, window] = await Promise.all([
    crew.speak({ run: scene.run, rate: load.rate, ...when }),
    watchWindow(scene, startMs + warmMs),
  ])
  const stored = sum(spoken.map((one) => one.stored))
  const heard = await crew.hear(load.perRoom === null ? stored : null, patienceMs)
  return { ...window, ...outcomeOf(load, windowMs / 1_000, spoken, heard) }
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
const worst = (values: readonly number[]): number => Math.max(-1, ...values)

/** What all load makers together have seen. Of delays the worst of theirs counts. */
function outcomeOf({ people, rooms, rate }: Load, seconds: number, spoken: readonly Spoken[], heard: readonly Heard[]) {
  const of = (pick: (one: Spoken) => number): number[] => spoken.map(pick)
  const refused = sum(of((one) => one.refused))
  const sent = sum(of((one) => one.sent))
  return {
    people,
    rooms,
    rate,
    p50Ms: worst(heard.map(({ delivery }) => delivery.p50)),
    p99Ms: worst(heard.map(({ delivery }) => delivery.p99)),
    storedP99Ms: worst(of(({ answer }) => answer.p99)),
    messages: ((sum(heard.map(({ perProbe }) => perProbe)) / heard.length) * people) / seconds,
    frames: sum(of(({ frames }) => frames)) / seconds,
    bytes: sum(of(({ bytes }) => bytes)) / seconds,
    clientsBusy: worst(of(({ busy }) => busy)),
    unanswered: sent - sum(of(({ stored }) => stored)) - refused,
    missing: sum(heard.map(({ missing }) => missing)),
    uneven: sum(heard.map(({ uneven }) => uneven)),
    disordered: sum(heard.map(({ disordered }) => disordered)),
    lost: sum(heard.map(({ lost }) => lost)),
    refused,
    refusal: spoken.find(({ refusal }) => refusal !== '')?.refusal ?? '',
    isBehind: sent < sum(of(({ due }) => due)) || spoken.some(({ lateMs }) => lateMs > LATE_MS),
  }
}

/** What server and machine do in the window that begins at `fromMs`. */
async function watchWindow({ house, pulse, timing }: Scene, fromMs: number) {
  await Bun.sleep(Math.max(0, fromMs - sharedMs()))
  const count = () => ({ atMs: performance.now(), cpu: cpuSecondsOf(house.pid), ticks: ticks() })
  const before = count()
  await Bun.sleep(timing.windowMs)
  const after = count()
  const seconds = (after.atMs - before.atMs) / 1_000
  return {
    serverCores: before.cpu === null || after.cpu === null ? null : (after.cpu - before.cpu) / seconds,
    boxBusy: busyBetween(before.ticks, after.ticks),
    freeMemory: freeMemory(),
    lagP99Ms: pulse.lagBetween(before.atMs, after.atMs),
  }
}
