import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HelpLanguage } from '../help-words.ts'
import { CommandRefused, type ExitCode } from '../refused.ts'
import { houseFolder, type Outside } from '../world.ts'
import { climbAll } from './climb-all.ts'
import { requireWritable, type Written, writeEnvFile } from './env-file.ts'
import { lookAround } from './look.ts'
import { peopleConnected } from './people-connected.ts'
import { kneeOf, recommendedLines, tooHigh } from './recommend.ts'
import { choosePort, makeBenchFolder } from './second-house.ts'
import { type Outcome, tellAsJson, tellInWords } from './tell.ts'
import { type BenchWords, en } from './words-en.ts'
import { zh } from './words-zh.ts'

export type Asked = { seconds: string; port: string; yes: boolean; json: boolean; write: boolean }
/** `isSaid`: each step is a line, and not only the whole at the end. */
export type Wish = { seconds: number; port: number; isSaid: boolean }

const words: Record<HelpLanguage, BenchWords> = { en, zh }
/** What a server needs besides connections, and some to measure with. */
const LEAST_DESCRIPTORS = 400
const SPACE = { base: 100e6, perSecond: 3e6 }
/** Less of it is noise. */
const BUSY = 0.25

/** "How many can it hold?" (performance.md 9): 0 measured; 2 measured, and less than is allowed. Else it is refused. */
export async function runBench(world: Outside, asked: Asked): Promise<ExitCode> {
  const say = words[world.language]
  const wish = readWish(asked, say)
  if (asked.write) requireWritable(world.home)
  if (choosePort(wish.port) === null) throw new CommandRefused(say.portTaken(wish.port))
  await requireConsent(world, asked, say)
  const folder = makeBenchFolder(houseFolder(world))
  const running = new Set<() => void>()
  const forget = world.atStop(() => {
    // Whoever still writes there goes first.
    for (const kill of running) kill()
    folder.remove()
  })
  try {
    const outcome = await measure({ world, say, wish, folder: folder.path, running })
    return tell(world, asked, outcome)
  } finally {
    world.terminal.show('')
    folder.remove()
    forget()
  }
}

/** What was measured is told whatever becomes of the file. */
function tell(world: Outside, { json, write }: Asked, outcome: Outcome): ExitCode {
  const { version, home, env, terminal } = world
  const { lines } = outcome
  const tellAll = (written: Written | null): void => {
    if (json) terminal.say(tellAsJson(outcome, { version, written }))
    else for (const line of tellInWords(words[world.language], outcome, written)) terminal.say(line)
  }
  let written: Written | null = null
  try {
    if (write && lines.length > 0) written = writeEnvFile(home, lines, env)
  } finally {
    tellAll(written)
  }
  // What was written counts from now on, if nothing goes before it.
  const counts = (name: string) =>
    written && lines.some((line) => line.name === name) && !written.overruled.includes(name)
  return outcome.tooHigh.some(({ name }) => !counts(name)) ? 2 : 0
}

function readWish({ seconds, port, json }: Asked, say: BenchWords): Wish {
  if (!/^\d{1,4}$/.test(seconds) || Number(seconds) < 5 || Number(seconds) > 3_600)
    throw new CommandRefused(say.badSeconds(seconds), 2)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new CommandRefused(say.badPort(port), 2)
  return { seconds: Number(seconds), port: Number(port), isSaid: !json }
}

/** Nobody is disturbed unasked. */
async function requireConsent(world: Outside, { yes }: Asked, say: BenchWords): Promise<void> {
  const people = peopleConnected(houseFolder(world))
  if (yes || people === null || people === 0) return
  const why = say.connected(people)
  if (!world.ask) throw new CommandRefused(`${why} ${say.askedNobody}`)
  if (!say.isYes(await world.ask(`${why} ${say.ask}`))) throw new CommandRefused(say.declined)
}

/** `running`: ends what was started, at once. */
export type Scope = { world: Outside; say: BenchWords; wish: Wish; folder: string; running: Set<() => void> }

async function measure(scope: Scope): Promise<Outcome> {
  const { world, say, wish, folder } = scope
  const { terminal, config } = world
  const line = wish.isSaid ? terminal.say : () => {}
  const sinceMs = performance.now()
  const sinceWallMs = Date.now()
  terminal.show(say.looking)
  await requireSpace(scope)
  const machine = await lookAround(folder)
  if (machine.descriptors < LEAST_DESCRIPTORS)
    throw new CommandRefused(say.fewDescriptors(machine.descriptors, LEAST_DESCRIPTORS))
  line(say.machine(machine))
  if ((machine.busy ?? 0) > BUSY) line(say.busy(machine.busy ?? 0))
  const ladders = await climbAll(scope, { machine, line, sinceMs })
  if (ladders.every(({ steps }) => steps.length === 0)) throw new CommandRefused(say.noTime)
  const knee = kneeOf(ladders)
  return {
    machine,
    ladders,
    knee,
    lines: recommendedLines(knee),
    tooHigh: tooHigh(knee, config.limits),
    seconds: (performance.now() - sinceMs) / 1_000,
    clockJumpMs: Date.now() - sinceWallMs - (performance.now() - sinceMs),
    writeMicroseconds: config.writeMicroseconds,
  }
}

async function requireSpace({ say, wish, folder }: Scope): Promise<void> {
  const needed = SPACE.base + SPACE.perSecond * wish.seconds
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < needed) throw new CommandRefused(say.noRoom(dirname(folder), needed, bavail * bsize))
}
