// `npm run faults`: breaks a server under load in every way that one machine has, and checks what everybody saw (docs/reliability.md).
import { matrix } from './faults/matrix.ts'
import { type Options, readOptions, usage } from './options.ts'
import { runPlanted } from './planted/run-planted.ts'
import { Session } from './session.ts'
import { exitCodeOf, summaryOf, verdictOf } from './summary.ts'
import { Chance } from './world/chance.ts'

const startMs = Date.now()
const say = (line: string): void =>
  console.log(`${String(Math.round((Date.now() - startMs) / 1_000)).padStart(5)} s  ${line}`)

let isOver = false

async function run(options: Options): Promise<number> {
  if (options.planted) return runPlanted(say, options.only)
  const ids = new Set<string>(matrix.map(({ id }) => id))
  const unknown = options.only.filter((id) => !ids.has(id))
  if (unknown.length > 0) throw new RangeError(`${unknown.join(', ')}: ${[...ids].join(', ')} are the faults.`)
  const isChosen = (id: string): boolean => options.only.length === 0 || options.only.includes(id)
  const chosen = options.calm ? [] : matrix.filter(({ id }) => isChosen(id))
  say(
    `seed ${options.seed}: ${options.clients} people, ${options.minutes} minutes, ${options.messagesPerSecond} messages a second`,
  )
  const outcome = await new Session({
    chance: new Chance(options.seed),
    ms: options.minutes * 60_000,
    everyMs: options.everyS * 1_000,
    clients: options.clients,
    messagesPerSecond: options.messagesPerSecond,
    goingsPerSecond: options.goingsPerSecond,
    faults: chosen,
    diskMegabytes: options.diskMegabytes,
    ...(options.bucket && { bucket: true }),
    ...(options.folder !== null && { folder: options.folder }),
    ...(options.keep !== null && { keep: options.keep }),
    say,
    isOver: () => isOver,
  }).run()
  console.log(summaryOf(outcome))
  return exitCodeOf(verdictOf(outcome))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isOver) process.exit(2)
    isOver = true
    say('Stopping: the report so far comes when all is well. Once more ends it at once.')
  })
}

function choose(): Options | null {
  try {
    return readOptions(process.argv.slice(2), Math.floor(Math.random() * 1e9))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}

const options = choose()
if (options) {
  try {
    process.exit(await run(options))
  } catch (error) {
    console.error(error instanceof Error ? error.stack : String(error))
    process.exit(2)
  }
} else {
  console.log(usage)
}
