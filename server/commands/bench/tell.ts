import { rounded } from './climb.ts'
import type { Line, Written } from './env-file.ts'
import { bestOf } from './figures.ts'
import type { Ladder } from './ladders.ts'
import type { Machine } from './look.ts'
import type { Knee } from './recommend.ts'
import type { About, BenchWords } from './words-en.ts'

export type Outcome = {
  machine: Machine
  ladders: readonly Ladder[]
  knee: Knee
  lines: readonly Line[]
  tooHigh: readonly { name: string; configured: number; held: number }[]
  seconds: number
  /** How much further than the steady clock the other one went. */
  clockJumpMs: number
  /** As it is configured. */
  writeMicroseconds: number
}

const FORMAT = 1
/** Delays between processes are true to some milliseconds; a clock that was set makes them worse than that. */
const JUMP_MS = 50
/** What most servers hang on, where the system does not say. */
const USUAL_LINE = 1e9
/** The part of a core that a room may take, and a core with nothing left (server/delivery/pace.ts, judge.ts). */
const ROOM_SHARE = 0.2
const CORE_FULL = 0.85
const LATE_MS = 250
const LEAST_TICK_MS = 20

export function tellInWords(say: BenchWords, outcome: Outcome, written: Written | null): string[] {
  const { ladders, lines, tooHigh, clockJumpMs } = outcome
  return [
    '',
    say.held(ladders),
    ...ladders.flatMap((ladder) => [
      say.gaveOut(ladder.name, ladder.cause, aboutOf(outcome, ladder)),
      ...networkOf(say, outcome, ladder),
    ]),
    say.real,
    ...(Math.abs(clockJumpMs) > JUMP_MS ? [say.clockJumped] : []),
    ...tooHigh.map(say.tooHigh),
    '',
    ...(lines.length === 0
      ? [say.nothingRecommended]
      : [say.recommended, ...lines.map(({ name, value }) => `${name}=${value}`)]),
    ...(written ? [say.wrote(written.path, written.overruled)] : lines.length > 0 ? [say.howToWrite] : []),
  ]
}

function aboutOf({ machine, writeMicroseconds }: Outcome, ladder: Ladder): About {
  const best = bestOf(ladder.steps, ladder.name)
  const tick = (people: number) => Math.max(LEAST_TICK_MS, (people * writeMicroseconds) / 1_000 / ROOM_SHARE)
  const highest = Math.max(ladder.held, ...ladder.steps.map(({ people }) => people))
  return { descriptors: machine.descriptors, tickMs: tick(highest), beyond: beyondOf(best, writeMicroseconds, ladder) }
}

/** Where the processor would be full if there were descriptors enough; in one room, where its tick would be too wide. */
function beyondOf(best: ReturnType<typeof bestOf>, writeMicroseconds: number, ladder: Ladder): About['beyond'] {
  if (!best || best.serverCores === null || best.serverCores <= 0) return null
  const byCore = (best.people * CORE_FULL) / best.serverCores
  const byTick = ladder.name === 'people' ? (LATE_MS * 1_000 * ROOM_SHARE) / writeMicroseconds : byCore
  const people = Math.floor(Math.min(byCore, byTick) / 100) * 100
  return people > best.people ? { people, descriptors: Math.ceil((people * 1.1) / 1_000) * 1_000 } : null
}

/** On the way to other machines there may be less than what was sent here. */
function networkOf(say: BenchWords, { machine }: Outcome, ladder: Ladder): string[] {
  const line = machine.line ?? USUAL_LINE
  const bits = (bestOf(ladder.steps, ladder.name)?.bytes ?? 0) * 8
  if (bits <= line) return []
  return [say.network(ladder.name, bits, line, machine.line !== null, rounded((ladder.held * line) / bits))]
}

/** For programs: what was offered and what came, step by step. */
export function tellAsJson(
  outcome: Outcome,
  { version, written }: { version: string; written: Written | null },
): string {
  const { machine, ladders, knee, lines, tooHigh, seconds, clockJumpMs } = outcome
  return JSON.stringify({
    teahouse: 'bench',
    format: FORMAT,
    version,
    seconds: Math.round(seconds * 10) / 10,
    clockJumpMs: Math.round(clockJumpMs),
    machine,
    ladders: ladders.map(({ name, held, people, cause, isLowerBound, steps }) => ({
      ladder: name,
      held,
      ...(name === 'rate' && { people }),
      gaveOut: cause,
      lowerBound: isLowerBound,
      steps,
    })),
    knee,
    recommended: Object.fromEntries(lines.map(({ name, value }) => [name, Number(value)])),
    tooHigh,
    written: written && { path: written.path, overruled: written.overruled },
  })
}
