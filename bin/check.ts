// `npm run check`: all that must be right before something is called done. `--quick` leaves out what needs a browser
// or other processes (tests/), `--once` gives no test a second try. The last line says how much passed.
import { existsSync } from 'node:fs'
import path from 'node:path'

/** `unsteady`: what failed at first and passed when it was tried again. */
type Outcome = { passed: number; failed: number; output: string; unsteady?: string }
type Step = { name: string; run(): Promise<Outcome> }

const root = path.resolve(import.meta.dir, '..')
const quick = process.argv.includes('--quick')
/** One try for each test: for who looks for those that fail by chance. */
const once = process.argv.includes('--once')
const projects = ['protocol', 'sdk', 'server', 'web', 'web/sw', 'tests']
const unitTests = ['./protocol/', './sdk/', './server/', './web/', './bin/', './bench/']
/** On a machine that is many times slower, or does much else, a test is slow and not wrong (tests/kit/patience.ts). */
const TEST_MS = 180_000
/**
 * Files of the end-to-end tests at a time: each has a server and a browser of its own (0.3 GB) and mostly waits for them. The
 * longest ones begin; `bun test --timings=tests/timings.json --update-timings ./tests/` notes anew how long they are.
 */
const besides = ['--parallel=4', '--timings=tests/timings.json']

async function run(command: readonly string[]): Promise<{ code: number; output: string }> {
  const child = Bun.spawn([...command], { cwd: root, stdout: 'pipe', stderr: 'pipe', stdin: 'ignore' })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, output: `${out}${err}`.trim() }
}

/** A step that is right or wrong as a whole. */
function command(name: string, ...words: string[]): Step {
  return {
    name,
    async run() {
      const { code, output } = await run(words)
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
    },
  }
}

const bun = (...words: string[]): string[] => [process.execPath, ...words]
const tool = (name: string): string => path.join('node_modules', '.bin', name)

const types: Step = {
  name: `types (${projects.join(', ')})`,
  async run() {
    const results = await Promise.all(projects.map((project) => run([tool('tsc'), '-p', project])))
    const failed = results.filter(({ code }) => code !== 0)
    const output = failed.map((result) => result.output).join('\n')
    return { passed: projects.length - failed.length, failed: failed.length, output }
  },
}

/** A step whose tests are counted one by one. */
function tests(name: string, places: readonly string[], ...options: string[]): Step {
  return {
    name,
    async run() {
      const { code, output } = await run(bun('test', '--only-failures', ...options, ...places))
      return countTests(code, output)
    },
  }
}

/**
 * A second try for the files of the few tests that failed, one after another: where one fails again, it fails. What passes then is told, with all that
 * it had said (docs/decisions/0050).
 */
function withSecondTry(step: Step, again: (files: readonly string[]) => Step): Step {
  return {
    name: step.name,
    async run() {
      const first = await step.run()
      const failed = failedTests(first.output)
      if (first.failed === 0 || first.failed !== failed.length || failed.length > MOST_AGAIN) return first
      const second = await again([...new Set(failed.map(({ file }) => file))]).run()
      if (second.failed > 0)
        return { ...first, output: `${first.output}\n\nAgain, one after another:\n${second.output}` }
      return { passed: first.passed + first.failed, failed: 0, output: '', unsteady: first.output }
    },
  }
}

/** More than these are no chance. */
const MOST_AGAIN = 5

/** The tests that a runner's output calls failed, in the files under whose names they stand. A summary at the end, which names no files, does not count. */
export function failedTests(output: string): { file: string; test: string }[] {
  const failed: { file: string; test: string }[] = []
  let file = ''
  for (const line of Bun.stripANSI(output).split('\n')) {
    const named = /^(\S+\.test\.tsx?):$/.exec(line)
    if (named?.[1]) file = named[1]
    else if (/^\d+ tests failed:$/.test(line)) break
    else if (file && line.startsWith('(fail) ')) failed.push({ file, test: line.slice('(fail) '.length) })
  }
  return failed
}

/**
 * Reads the runner's summary. A run that executed no test, and one that ended badly without a failed test (a crash, a
 * file that does not load), count as one failure.
 */
export function countTests(code: number, output: string): Outcome {
  const passed = lastCount(output, 'pass')
  const failed = lastCount(output, 'fail')
  const wrong = code !== 0 || passed === 0
  return { passed, failed: failed === 0 && wrong ? 1 : failed, output }
}

function lastCount(output: string, word: 'pass' | 'fail'): number {
  const found = [...Bun.stripANSI(output).matchAll(new RegExp(`^ *(\\d+) ${word}$`, 'gm'))].at(-1)
  return Number(found?.[1] ?? 0)
}

const endToEnd = tests('end-to-end tests', ['./tests/'], ...besides, `--timeout=${TEST_MS}`)
const oneByOne = (files: readonly string[]): Step =>
  tests(
    '',
    files.map((file) => `./${file}`),
    `--timeout=${TEST_MS}`,
  )

function steps(): Step[] {
  const docs = 'bin/write-docs.ts'
  return [
    command('format and lint', tool('biome'), 'ci', '--colors=off', '.'),
    types,
    command('boundaries', ...bun('bin/check-boundaries.ts')),
    ...(existsSync(path.join(root, docs)) ? [command('generated documents', ...bun(docs, '--check'))] : []),
    command('page build', ...bun('bin/build.ts')),
    tests('unit tests', unitTests, `--timeout=${TEST_MS}`),
    ...(quick ? [] : [command('hot path beside a bare publish', ...bun('bench/guard.ts'))]),
    ...(quick ? [] : [once ? endToEnd : withSecondTry(endToEnd, oneByOne)]),
  ]
}

/** One line for a step; all that it said only when it failed. */
async function runStep(step: Step): Promise<Outcome> {
  const sinceMs = performance.now()
  const outcome = await step.run()
  const seconds = ((performance.now() - sinceMs) / 1_000).toFixed(1).padStart(6)
  const mark = outcome.failed === 0 ? '✓' : '✗'
  const count = outcome.passed + outcome.failed > 1 ? ` · ${outcome.passed} passed, ${outcome.failed} failed` : ''
  console.log(`${mark} ${seconds} s  ${step.name}${count}`)
  if (outcome.failed > 0) console.log(`${outcome.output}\n`)
  if (outcome.unsteady)
    console.log(`${outcome.unsteady}\n\nUnsteady: what failed above passed when it was tried again.\n`)
  return outcome
}

if (import.meta.main) {
  let passed = 0
  let failed = 0
  for (const step of steps()) {
    const outcome = await runStep(step)
    passed += outcome.passed
    failed += outcome.failed
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
