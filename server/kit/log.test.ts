import { expect, test } from 'bun:test'
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc } from '#tests/kit/chance.ts'
import { createLog, type LogLevel, type LogStream, maskAddress, stdoutWriter } from './log.ts'

const at = Date.UTC(2026, 10, 22, 8, 9, 10, 11)

function openLog(level: LogLevel = 'debug', format: 'json' | 'pretty' = 'json') {
  const lines: string[] = []
  return { lines, log: createLog({ level, format, write: (line) => lines.push(line), nowMs: () => at }) }
}

/** A stream of which the test says when and how each write ends. */
function openStream() {
  const written: { text: string; done: (error?: Error | null) => void }[] = []
  const stream: LogStream = { write: (text, done) => written.push({ text, done }), on: () => undefined }
  return { written, stream }
}

test('an event is one line of JSON: time, level, event, fields', () => {
  const { lines, log } = openLog()
  log.info('started', { port: 3000, path: null, skipped: undefined, tls: false })
  expect(lines).toEqual([
    '{"at":"2026-11-22T08:09:10.011Z","level":"info","event":"started","port":3000,"path":null,"tls":false}\n',
  ])
})

test('lines less important than the level are not written', () => {
  const { lines, log } = openLog('warn')
  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['c', 'd'])
})

test('no field replaces the head', () => {
  const { lines, log } = openLog()
  log.warn('refused', { event: 'forged', at: 'never', level: 'info' })
  expect(JSON.parse(lines[0] ?? '')).toEqual({ at: new Date(at).toISOString(), level: 'warn', event: 'refused' })
})

test('[T-53] whatever a value holds, a line is one line, without a mark that a terminal obeys', () => {
  for (const format of ['json', 'pretty'] as const) {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { lines, log } = openLog('info', format)
        log.info('refused', { value: `${value}\u001b[2J\u009b\u007f\u202e\u2028\u{e0041}` })
        expect(lines.length).toBe(1)
        expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
        if (format === 'json') expect(JSON.parse(lines[0] ?? '').event).toBe('refused')
      }),
    )
  }
})

test('[T-53] escaping does not change what the line says', () => {
  const { lines, log } = openLog()
  log.info('refused', { value: 'a\u202eb\u{e0041}\u007f\n' })
  expect(JSON.parse(lines[0] ?? '').value).toBe('a\u202eb\u{e0041}\u007f\n')
})

test('[HOUSE-12] a value is cut at 300 characters', () => {
  const { lines, log } = openLog()
  log.info('a', { value: 'x'.repeat(300) })
  log.info('b', { value: 'x'.repeat(301) })
  expect(JSON.parse(lines[0] ?? '').value).toBe('x'.repeat(300))
  expect(JSON.parse(lines[1] ?? '').value).toBe(`${'x'.repeat(299)}…`)
})

test('a value that cannot be read costs its fields, not the line', () => {
  const { lines, log } = openLog()
  const fields = {
    get trap(): string {
      throw new Error('no')
    },
  }
  log.error('failed', fields)
  expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'error', event: 'failed', unreadable: true })
})

test('[F-28] lines that were not written are counted and told with the next that is', () => {
  const lines: string[] = []
  let full = true
  const write = (line: string, onLost: () => void) => (full ? onLost() : void lines.push(line))
  const log = createLog({ level: 'info', format: 'json', write, nowMs: () => at })
  for (let at = 0; at < 5; at++) log.info('lost')
  full = false
  log.info('back')
  log.info('again')
  expect(lines.map((line) => [JSON.parse(line).event, JSON.parse(line).count])).toEqual([
    ['log_lost', 5],
    ['back', undefined],
    ['again', undefined],
  ])
})

test('[F-28] what waits for a reader that stopped is bounded, and goes on when it reads again', () => {
  const { written, stream } = openStream()
  const write = stdoutWriter(stream)
  const line = `${'x'.repeat(1023)}\n`
  let lost = 0
  for (let at = 0; at < 2_000; at++) write(line, () => lost++)
  expect([written.length, lost]).toEqual([1024, 976])
  for (const { done } of written.splice(0)) done()
  write(line, () => lost++)
  expect([written.length, lost]).toEqual([1, 976])
})

test('[F-28] a write that fails, at once or later, loses that line alone; the next begins on a line of its own', () => {
  const { written, stream } = openStream()
  const write = stdoutWriter(stream)
  let lost = 0
  write('first\n', () => lost++)
  written[0]?.done(new Error('ENOSPC'))
  write('second\n', () => lost++)
  written[1]?.done()
  write('third\n', () => lost++)
  expect(lost).toBe(1)
  expect(written.map(({ text }) => text)).toEqual(['first\n', '\nsecond\n', 'third\n'])
  const throwing = stdoutWriter({
    write: () => {
      throw new Error('EPIPE')
    },
    on: () => undefined,
  })
  throwing('line\n', () => lost++)
  expect(lost).toBe(2)
})

const COUNT = 20_000
/**
 * Writes so many lines of some fields of 300 characters to its standard output; where they fail, it lives on until one has. Then it
 * notes what it counted, and by how many bytes it has grown when what nobody holds is swept out.
 */
const TALKER = `
  import { writeFileSync } from 'node:fs'
  import { createLog, stdoutWriter } from '${join(import.meta.dir, 'log.ts')}'
  let lost = 0
  let failed = () => {}
  const failure = new Promise((resolve) => (failed = resolve))
  const { stdout } = process
  const writer = stdoutWriter({
    write: (text, done) => stdout.write(text, (error) => (error && failed(), done(error))),
    on: (event, hear) => stdout.on(event, hear),
  })
  const write = (line, onLost) => writer(line, () => { lost++; onLost() })
  const log = createLog({ level: 'info', format: 'json', write, nowMs: Date.now })
  const heldBytes = () => (Bun.gc(true), process.memoryUsage.rss())
  const before = heldBytes()
  const padding = Array.from({ length: Number(process.argv[4]) }, (_, at) => [at, 'x'.repeat(300)])
  for (let at = 0; at < ${COUNT}; at++) log.info('said', Object.fromEntries(padding))
  if (process.argv[3] === 'fails') await failure
  await new Promise(setImmediate)
  writeFileSync(process.argv[2], JSON.stringify({ lost, grown: heldBytes() - before }))
  process.exit(0)
`

/** Runs the talker with that standard output; what it noted, or null when it did not live to note it. */
async function talk(
  stdout: 'pipe' | number,
  what: 'stops' | 'fails',
  { fields = 1, onStart = () => {} }: { fields?: number; onStart?: (child: ChildProcess) => void } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-log-'))
  try {
    const script = join(folder, 'talker.ts')
    const note = join(folder, 'note')
    writeFileSync(script, TALKER)
    const child = spawn(process.execPath, [script, note, what, `${fields}`], { stdio: ['ignore', stdout, 'inherit'] })
    onStart(child)
    const code = await new Promise((resolve) => child.once('exit', resolve))
    child.stdout?.destroy()
    return code === 0 ? JSON.parse(readFileSync(note, 'utf8')) : null
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('[F-28] [D-2] a reader that never reads: the process goes on and stays small', async () => {
  const fields = 30
  const noted = await talk('pipe', 'stops', { fields })
  // 1 MiB may wait; a process that keeps all of it holds 180 MB.
  expect(noted.lost).toBeGreaterThan(0.9 * COUNT)
  expect(noted.grown).toBeLessThan((COUNT * fields * 300) / 3)
})

test('[F-28] [D-2] a reader that has gone: the process goes on', async () => {
  expect((await talk('pipe', 'fails', { onStart: (child) => child.stdout?.destroy() })).lost).toBeGreaterThan(1_000)
})

test.skipIf(process.platform !== 'linux')('[F-28] [D-2] a full disk: the process goes on', async () => {
  const full = openSync('/dev/full', 'w')
  expect((await talk(full, 'fails')).lost).toBeGreaterThan(1_000)
  closeSync(full)
})

test('an address is masked to its network', () => {
  const cases: [string, string][] = [
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:7:1::5', '2001:db8:7::/48'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::/48'],
    ['2001::7:1:2:3:4:5', '2001:0:7::/48'],
    ['::1', '::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
    ['64:ff9b::1.2.3.4', '64:ff9b::/48'],
    ['nonsense', 'unknown'],
    ['', 'unknown'],
  ]
  for (const [address, masked] of cases) expect([address, maskAddress(address)]).toEqual([address, masked])
})
