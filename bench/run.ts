import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Contestant, contestants, out, peerNode, peerVersions, root } from './contestants.ts'
import { measureDurable } from './durable.ts'
import { measureFanOut } from './fan-out.ts'
import { buildPrograms } from './generator.ts'
import { writeHistorySection } from './history/section.ts'
import { measureHistory } from './history.ts'
import { writeLongRoomSection } from './long-room/section.ts'
import { measureLongRoom } from './long-room.ts'
import { describeMachine } from './machine.ts'
import { measureMemory } from './memory.ts'
import { type Options, readOptions, type Scenario, type Separate, separate, usage } from './options.ts'
import { writePageSection } from './page/section.ts'
import { measurePage } from './page.ts'
import { sectionOf, withSection } from './page-sections.ts'
import { writeRecoverySection } from './recovery/section.ts'
import { measureRecovery } from './recovery.ts'
import { writeReport, writeTables } from './report.ts'
import type { Results } from './results.ts'
import { writeSearchSection } from './search/section.ts'
import { measureSearch } from './search.ts'
import { killServers } from './server-process.ts'
import { writeSlowReadersSection } from './slow-readers/section.ts'
import { measureSlowReaders } from './slow-readers.ts'
import { writeStormSection } from './storm/section.ts'
import { measureStorm } from './storm.ts'
import { writeTaxSection } from './tax/section.ts'
import { measureTax } from './tax.ts'
import { writeUploadsSection } from './uploads/section.ts'
import { measureUploads } from './uploads.ts'

const words = process.argv.slice(2)
const startMs = Date.now()
const say = (line: string): void =>
  console.log(`${String(Math.round((Date.now() - startMs) / 1_000)).padStart(5)} s  ${line}`)

async function measure(options: Options): Promise<Results> {
  const kind = buildPrograms(options.bunGenerator)
  const chosen = contestants.filter(({ key }) => options.contestants.length === 0 || options.contestants.includes(key))
  const [teahouse] = contestants
  const wants = (scenario: Scenario): boolean => options.only.includes(scenario)
  if (kind === 'bun') say('The load generator runs in Bun: good to about 100,000 frames a second.')
  return {
    at: new Date().toISOString(),
    command: words.length > 0 ? `npm run bench -- ${words.join(' ')}` : 'npm run bench',
    machine: describeMachine(peerNode()),
    versions: peerVersions(),
    generator: kind,
    options,
    fanOut: wants('fan-out') ? await measureFanOut(chosen, kind, options, say) : [],
    memory: wants('memory') ? await measureMemory(chosen, kind, options, say) : [],
    durable: wants('durable') && teahouse ? await measureDurable(teahouse, kind, options, say) : null,
  }
}

function requireKnown(keys: readonly string[]): void {
  const unknown = keys.find((key) => contestants.every((one) => one.key !== key))
  if (unknown !== undefined)
    throw new RangeError(`${unknown} is no contestant: ${contestants.map(({ key }) => key).join(', ')} are.`)
}

function keep(results: Results, options: Options): void {
  mkdirSync(out, { recursive: true })
  const name = results.at.replace(/[:.]/g, '-')
  const figures = path.join(out, `${name}.json`)
  writeFileSync(figures, `${JSON.stringify(results, null, 2)}\n`)
  // Only a whole run is worth keeping with the documents.
  const isWhole = !options.quick && options.only.length === 3 && options.contestants.length === 0
  const page = isWhole ? path.join(root, 'docs', 'benchmarks.md') : path.join(out, 'benchmarks.md')
  mkdirSync(path.dirname(page), { recursive: true })
  const old = readPage(page)
  const sections = separate.flatMap((one) => [[one, sectionOf(old, one)] as const])
  const whole = sections.reduce(
    (text, [one, section]) => (section ? withSection(text, one, section) : text),
    writeReport(results),
  )
  writeFileSync(page, whole)
  console.log(`\nWritten: ${path.relative(root, page)}, ${path.relative(root, figures)}`)
}

const readPage = (page: string): string => (existsSync(page) ? readFileSync(page, 'utf8') : '')

const command = (): string => `npm run bench -- ${words.join(' ')}`

/** Each measures and writes a section of its own. */
const sections: Record<Separate, (options: Options, teahouse: Contestant) => Promise<string>> = {
  search: async (options, teahouse) =>
    writeSearchSection(await measureSearch(teahouse, options, say), command(), describeMachine(peerNode())),
  history: async (options, teahouse) =>
    writeHistorySection(await measureHistory(teahouse, options, say), command(), describeMachine(peerNode())),
  'long-room': async (options, teahouse) =>
    writeLongRoomSection(await measureLongRoom(teahouse, options, say), command(), describeMachine(peerNode())),
  uploads: async (options, teahouse) =>
    writeUploadsSection(await measureUploads(teahouse, options, say), command(), describeMachine(peerNode())),
  page: async (options, teahouse) =>
    writePageSection(await measurePage(teahouse, options, say), command(), describeMachine(peerNode())),
  recovery: async (options, teahouse) =>
    writeRecoverySection(await measureRecovery(teahouse, options, say), command(), describeMachine(peerNode())),
  storm: async (options, teahouse) =>
    writeStormSection(await measureStorm(teahouse, options, say), command(), describeMachine(peerNode())),
  'slow-readers': async (options, teahouse) =>
    writeSlowReadersSection(
      await measureSlowReaders(teahouse, buildPrograms(options.bunGenerator), options, say),
      command(),
      describeMachine(peerNode()),
    ),
  tax: async (options, teahouse) =>
    writeTaxSection(
      await measureTax(teahouse, buildPrograms(options.bunGenerator), options, say),
      command(),
      describeMachine(peerNode()),
    ),
}

/** Into the page with the documents, unless it was a short run. */
async function measureSeparate(name: Separate, options: Options): Promise<void> {
  const [teahouse] = contestants
  if (!teahouse) return
  const section = await sections[name](options, teahouse)
  const page = options.quick ? path.join(out, 'benchmarks.md') : path.join(root, 'docs', 'benchmarks.md')
  writeFileSync(page, withSection(readPage(page), name, section))
  console.log(`\n${section}\n\nWritten: ${path.relative(root, page)}`)
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
    keep(results, options)
  }
  for (const name of options.only.filter(isSeparate)) await measureSeparate(name, options)
} else {
  console.log(usage)
}
