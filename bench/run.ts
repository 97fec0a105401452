import { type Contestant, contestants, peerNode, peerVersions } from './contestants.ts'
import { durableFigures, writeDurableSection } from './durable/section.ts'
import { measureDurable } from './durable.ts'
import { measureFanOut } from './fan-out.ts'
import type { Written } from './figures.ts'
import { buildPrograms } from './generator.ts'
import {
  historyFigures,
  pageFigures,
  recoveryFigures,
  searchFigures,
  slowReadersFigures,
  taxFigures,
  uploadFigures,
} from './goals/from-sections.ts'
import { growthFigures, growthPlot, writeGrowthSection } from './growth/section.ts'
import { measureGrowth } from './growth.ts'
import { writeHistorySection } from './history/section.ts'
import { measureHistory } from './history.ts'
import { keepRun, keepSection, placeOf } from './keep.ts'
import { latencyFigures, latencyPlot, writeLatencySection } from './latency/section.ts'
import { measureLatency } from './latency.ts'
import { writeLongRoomSection } from './long-room/section.ts'
import { measureLongRoom } from './long-room.ts'
import { describeMachine } from './machine.ts'
import { memoryPlot } from './memory/plot.ts'
import { memoryFigures, writeMemorySection } from './memory/section.ts'
import { measureMemory } from './memory.ts'
import { type Options, readOptions, type Scenario, type Separate, separate, usage, usual } from './options.ts'
import { writePageSection } from './page/section.ts'
import { measurePage } from './page.ts'
import { writeRecoverySection } from './recovery/section.ts'
import { measureRecovery } from './recovery.ts'
import { writeTables } from './report.ts'
import type { Results } from './results.ts'
import { searchPlot } from './search/plot.ts'
import { writeSearchSection } from './search/section.ts'
import { measureSearch } from './search.ts'
import { killServers } from './server-process.ts'
import { writeSlowReadersSection } from './slow-readers/section.ts'
import { measureSlowReaders } from './slow-readers.ts'
import { startFigures, writeStartSection } from './start/section.ts'
import { measureStart } from './start.ts'
import { stormFigures, writeStormSection } from './storm/section.ts'
import { measureStorm } from './storm.ts'
import { writeTaxSection } from './tax/section.ts'
import { measureTax } from './tax.ts'
import { writeUploadsSection } from './uploads/section.ts'
import { measureUploads } from './uploads.ts'
import { vitalsFigures, writeVitalsSection } from './vitals/section.ts'
import { measureVitals } from './vitals.ts'

const words = process.argv.slice(2)
const startMs = Date.now()
const say = (line: string): void =>
  console.log(`${String(Math.round((Date.now() - startMs) / 1_000)).padStart(5)} s  ${line}`)

const chosenOf = ({ contestants: named }: Options): Contestant[] =>
  contestants.filter(({ key }) => named.length === 0 || named.includes(key))

async function measure(options: Options): Promise<Results> {
  const kind = buildPrograms(options.bunGenerator)
  if (kind === 'bun') say('The load generator runs in Bun: good to about 100,000 frames a second.')
  return {
    at: new Date().toISOString(),
    command: words.length > 0 ? `npm run bench -- ${words.join(' ')}` : 'npm run bench',
    machine: describeMachine(peerNode()),
    versions: peerVersions(),
    generator: kind,
    options,
    fanOut: await measureFanOut(chosenOf(options), kind, options, say),
  }
}

function requireKnown(keys: readonly string[]): void {
  const unknown = keys.find((key) => contestants.every((one) => one.key !== key))
  if (unknown !== undefined)
    throw new RangeError(`${unknown} is no contestant: ${contestants.map(({ key }) => key).join(', ')} are.`)
}

const command = (): string => `npm run bench -- ${words.join(' ')}`

/** Each measures and writes a section of its own; with figures for the goals, plots and raw results where it has them. */
const sections: Record<Separate, (options: Options, teahouse: Contestant) => Promise<string | Written>> = {
  durable: async (options, teahouse) => {
    const results = await measureDurable(teahouse, buildPrograms(options.bunGenerator), options, say)
    const section = writeDurableSection(results, options, { command: command(), machine: describeMachine(peerNode()) })
    return { section, results, figures: durableFigures(results, options) }
  },
  memory: async (options) => {
    const results = await measureMemory(chosenOf(options), buildPrograms(options.bunGenerator), options, say)
    const machine = describeMachine(peerNode())
    const section = writeMemorySection(results, options, { command: command(), machine })
    return {
      section,
      results,
      figures: memoryFigures(results),
      plots: { memory: memoryPlot(results, options, machine) },
    }
  },
  search: async (options, teahouse) => {
    const results = await measureSearch(teahouse, options, say)
    const section = writeSearchSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: searchFigures(results), plots: { search: searchPlot(results) } }
  },
  history: async (options, teahouse) => {
    const results = await measureHistory(teahouse, options, say)
    const section = writeHistorySection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: historyFigures(results) }
  },
  'long-room': async (options, teahouse) =>
    writeLongRoomSection(await measureLongRoom(teahouse, options, say), command(), describeMachine(peerNode())),
  uploads: async (options, teahouse) => {
    const results = await measureUploads(teahouse, options, say)
    const section = writeUploadsSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: uploadFigures(results) }
  },
  recovery: async (options, teahouse) => {
    const results = await measureRecovery(teahouse, options, say)
    const section = writeRecoverySection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: recoveryFigures(results) }
  },
  storm: async (options, teahouse) => {
    const results = await measureStorm(teahouse, options, say)
    const section = writeStormSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: stormFigures(results) }
  },
  'slow-readers': async (options, teahouse) => {
    const results = await measureSlowReaders(teahouse, buildPrograms(options.bunGenerator), options, say)
    const section = writeSlowReadersSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: slowReadersFigures(results) }
  },
  tax: async (options, teahouse) => {
    const results = await measureTax(teahouse, buildPrograms(options.bunGenerator), options, say)
    const section = writeTaxSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: taxFigures(results) }
  },
  growth: async (options, teahouse) => {
    const results = await measureGrowth(teahouse, buildPrograms(options.bunGenerator), options, say)
    const section = writeGrowthSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: growthFigures(results), plots: { growth: growthPlot(results) } }
  },
  latency: async (options, teahouse) => {
    const results = await measureLatency(teahouse, buildPrograms(options.bunGenerator), options, say)
    const section = writeLatencySection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: latencyFigures(results), plots: { latency: latencyPlot(results) } }
  },
  start: async (options, teahouse) => {
    const results = await measureStart(teahouse, options, say)
    const section = writeStartSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: startFigures(results) }
  },
  page: async (options, teahouse) => {
    const results = await measurePage(teahouse, options, say)
    const section = writePageSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: pageFigures(results) }
  },
  vitals: async (options, teahouse) => {
    const results = await measureVitals(teahouse, options, say)
    const section = writeVitalsSection(results, command(), describeMachine(peerNode()))
    return { section, results, figures: vitalsFigures(results) }
  },
}

/** Into the page with the documents, unless it was a short run. */
async function measureSeparate(name: Separate, options: Options): Promise<void> {
  const [teahouse] = contestants
  if (!teahouse) return
  const said = await sections[name](options, teahouse)
  const source = { at: new Date().toISOString(), commit: describeMachine(peerNode()).commit, command: command() }
  keepSection(placeOf(!options.quick), name, typeof said === 'string' ? { section: said } : said, source)
}

/** One section that cannot be measured does not keep the others from it. */
const giveUp =
  (name: Separate) =>
  (error: unknown): void => {
    say(`${name}: not measured, ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    killServers()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

const isSeparate = (scenario: Scenario): scenario is Separate => separate.some((one) => one === scenario)

/** Null where only the usage was asked for. A word that makes no sense ends the program with a sentence. */
function readWords(): Options | null {
  try {
    const options = readOptions(words)
    requireKnown(options?.contestants ?? [])
    return options
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

const options = readWords()
if (options) {
  if (!options.only.every(isSeparate)) {
    const results = await measure(options)
    console.log(`\n${writeTables(results)}`)
    // Only a whole run is worth keeping with the documents.
    const isWhole =
      !options.quick && usual.every((one) => options.only.includes(one)) && options.contestants.length === 0
    keepRun(placeOf(isWhole), results)
  }
  for (const name of options.only.filter(isSeparate)) await measureSeparate(name, options).catch(giveUp(name))
} else {
  console.log(usage)
}
