import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { becomesSo, goesAway } from '#tests/kit/becomes-so.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { freePort, startServer, type TestServer } from '#tests/kit/server.ts'
import { type Outcome, runCommand, startCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

const LEFT = 'bench.999999999.abcdef'
type House = { names: string[]; database: Buffer }
let server: TestServer
let folder: string
let ada: Guest
/** The house with people in it, before it was measured. */
let before: House
/** It is measured while the other tests run. */
let measured: Promise<Outcome>

beforeAll(async () => {
  server = await startServer()
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-bench-'))
  ada = await bringGuest(server, { name: 'Ada', room: 'tea' })
  await ada.tells(['here I am'])
  before = lookAt(server.dataDir)
  mkdirSync(path.join(server.dataDir, LEFT))
  measured = measure(5)
})
afterAll(async () => {
  await measured
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** On a machine that does much else nothing is measured in so short a time: then it asks for more, and gets it. */
async function measure(seconds: number): Promise<Outcome> {
  const outcome = await runCommand(
    ['bench', '--data', server.dataDir, '--seconds', String(seconds), '--json', '--yes'],
    {
      // What would lead it to the files of somebody else is not taken over.
      env: { FILES_URL: 's3://bucket/prefix', S3_ACCESS_KEY_ID: 'x', S3_SECRET_ACCESS_KEY: 'y', BASE_PATH: '/chat' },
    },
  )
  return outcome.err.includes('Give it more: --seconds') && seconds < 60 ? measure(seconds * 2) : outcome
}

const lookAt = (house: string): House => ({
  names: readdirSync(house).sort(),
  database: readFileSync(path.join(house, 'teahouse.sqlite')),
})
const isRunning = (pid: string): boolean => existsSync(`/proc/${pid}`)

/** The server in this folder, and what was started beside it with the same environment. */
function processesOf(words: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(words)
    } catch {
      return false
    }
  })
}

/** Begins to measure in a folder of its own, and goes on when the second server runs. */
async function startIn(house: string) {
  const command = startCommand(['bench', '--data', house, '--seconds', '60'], { env: { BENCH_OF: house } })
  const isThere = (name: string) => existsSync(path.join(house, name, 'data', 'running.json'))
  await becomesSo(() => existsSync(house) && readdirSync(house).some(isThere))
  const pids = processesOf(`BENCH_OF=${house}`)
  expect(pids.length).toBeGreaterThan(2)
  return { command, pids }
}

test('Ctrl+C ends all of it and takes the folder away; kill -9 ends all of it', async () => {
  const [stopped, killed] = await Promise.all(['stopped', 'killed'].map((name) => startIn(path.join(folder, name))))
  if (!stopped || !killed) throw new Error('not started')
  stopped.command.kill('SIGINT')
  killed.command.kill('SIGKILL')
  expect(await stopped.command.exited).toBe(130)
  expect(existsSync(path.join(folder, 'stopped'))).toBe(false)
  expect(await goesAway(() => [...stopped.pids, ...killed.pids].some(isRunning))).toBe(true)
})

test('it asks first where people are connected, and refuses what cannot be meant', async () => {
  const other = Bun.listen({ hostname: '127.0.0.1', port: await freePort(), socket: { data() {} } })
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  const outcomes = await Promise.all([
    runCommand(['bench', '--data', server.dataDir]),
    runCommand(['bench', '--data', server.dataDir, '--quick'], { env: { LANG: 'zh_CN.UTF-8' } }),
    runCommand(['bench', '--seconds', '4']),
    runCommand(['bench', '--port', '70000']),
    runCommand(['bench', '--data', path.join(file, 'below')]),
    runCommand(['bench', '--data', path.join(folder, 'new'), '--port', String(other.port)]),
  ])
  other.stop(true)
  expect(outcomes.map(({ code }) => code)).toEqual([1, 1, 2, 2, 2, 1])
  const sentences = [
    /^A server runs on this data folder, and (one connection is|\d connections are) open\. .*--yes/,
    /^这个数据文件夹上有服务器正在运行，现有 \d 个连接。.*--yes/,
    /^--seconds is 4, but a number from 5 to 3600 is expected\.$/m,
    /^--port is 70000/,
    /^There is no such place/,
    /^--port \d+ is in use/,
  ]
  for (const [at, { err }] of outcomes.entries()) expect(err).toMatch(sentences[at] ?? /nothing/)
  expect(existsSync(path.join(folder, 'new'))).toBe(false)
})

test('[I-3] a machine is measured beside people: three ladders, and nothing stays', async () => {
  const { code, out, err } = await measured
  expect({ err, isMeasured: code === 0 || code === 2 }).toEqual({ err: '', isMeasured: true })
  const said = JSON.parse(out)
  expect(said).toMatchObject({ teahouse: 'bench', format: 1, machine: { cores: expect.any(Number) } })
  expect(said.ladders.map(({ ladder }: { ladder: string }) => ladder)).toEqual(['people', 'rate', 'rooms'])
  const steps: { disordered: number; refused: number; messages: number }[] = said.ladders.flatMap(
    (ladder: { steps: object[] }) => ladder.steps,
  )
  for (const step of steps) expect(step).toMatchObject({ disordered: 0, refused: 0 })
  expect(steps.reduce((sum, { messages }) => sum + messages, 0)).toBeGreaterThan(20)
  expect(code).toBe(said.tooHigh.length > 0 ? 2 : 0)
  // Also what another one, that was killed, had left.
  expect(lookAt(server.dataDir)).toEqual(before)
  ada.leaves()
})
