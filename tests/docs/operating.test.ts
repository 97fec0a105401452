import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Glob } from 'bun'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { builtServer, startServer, type TestServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

const root = path.resolve(import.meta.dir, '../..')
const page = readFileSync(path.join(root, 'docs/operating.md'), 'utf8')

/** The rows of the table whose head begins with these cells, each as its cells. */
function rowsOf(...head: string[]): string[][] {
  const start = page.indexOf(`| ${head.join(' | ')} |`)
  const [, , ...rows] = page.slice(start).split('\n\n', 1)[0]?.split('\n') ?? []
  if (start < 0 || rows.length === 0) throw new Error(`no table ${head}`)
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

const codesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

const sources = [...new Glob('server/**/*.ts').scanSync({ cwd: root })]
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n')

test('every event that the server logs is in the table, with its level, and no other', () => {
  const said = [...sources.matchAll(/\b(?:log|diary)\.(error|warn|info|debug)\(\s*'(\w+)'/g)].map(
    ([, level, event]) => `${level} ${event}`,
  )
  // Parts that know nothing of the log are given these (server/parts.ts).
  said.push(...[...sources.matchAll(/\bcomplain\('(\w+)'\)/g)].map(([, event]) => `error ${event}`))
  const told = rowsOf('event', 'level').flatMap(([event, level]) => codesIn(event).map((one) => `${level} ${one}`))
  expect(said.length).toBeGreaterThan(10)
  // kit/log.ts says this one itself.
  expect(new Set(told)).toEqual(new Set([...said, 'warn log_lost']))
})

test('every reason of a refusal is in the table', () => {
  const reasons = [...sources.matchAll(/^ {2}(\w+): \{ status: 4\d\d, words:/gm)].map(([, why = '']) => why)
  const fields = rowsOf('event', 'level').find(([event]) => event === '`refused`')?.[2]
  expect(reasons.length).toBeGreaterThan(2)
  expect(codesIn(fields)).toEqual(expect.arrayContaining(reasons))
})

test('every sentence of an error answer is the server’s', () => {
  const words = sources.replace(/\$\{subprotocol\}/g, 'teahouse.v1')
  for (const [status = '', says] of rowsOf('status', 'says')) {
    expect(status).toMatch(/^4\d\d$/)
    for (const sentence of codesIn(says)) expect(words).toContain(`${sentence}\\n`)
  }
})

let server: TestServer
let folder: string

beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-start-'))
  writeFileSync(path.join(folder, 'file'), '')
  await Bun.write(path.join(folder, 'garbage/teahouse.sqlite'), 'nonsense '.repeat(1_000))
  await makeWrongHead(path.join(folder, 'heads'))
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true })
})

/** A house in which an event is lost. */
async function makeWrongHead(of: string): Promise<void> {
  const database = await openSqlite(path.join(of, 'teahouse.sqlite'))
  await database.transaction(async (sql) => {
    await sql`insert into rooms (id, name, name_key, title, created_ms) values ('r0000000000aa', 'x', 'x', 'x', 1)`
    await sql`insert into room_heads (room_id, epoch, floor, seq, last_ms) values ('r0000000000aa', 'aaaaaaaaaaaa', 1, 1, 1)`
  })
  await database.close()
}

/** What `‹name›` stands for in the table of refused starts. */
const filledIn = (text: string): string =>
  text
    .replaceAll('‹used›', `${server.port}`)
    .replaceAll('‹running›', server.dataDir)
    .replaceAll('‹pid›', `${server.pid}`)
    .replaceAll('‹file›', path.join(folder, 'file'))
    .replaceAll('‹garbage›', path.join(folder, 'garbage'))
    .replaceAll('‹heads›', path.join(folder, 'heads'))

/** Starts the server as it is told, and ends it at once when it does start. */
async function refusalOf(env: Record<string, string>): Promise<{ words: string; code: number }> {
  const base = {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    HOST: '127.0.0.1',
    CLASSIC: 'off',
    DATA_DIR: path.join(folder, 'data'),
  }
  const command = [process.execPath, '--no-env-file', builtServer]
  const child = Bun.spawn(command, { cwd: folder, env: { ...base, ...env }, stdout: 'pipe', stderr: 'pipe' })
  const started = (async () => {
    for await (const _line of child.stdout) child.kill('SIGKILL')
  })()
  const words = await new Response(child.stderr).text()
  await started
  return { words: words.trim(), code: await child.exited }
}

for (const [set = '', says = ''] of rowsOf('set', 'says')) {
  test(`a start with ${set} is refused with the sentence of the page`, async () => {
    const env = Object.fromEntries(
      codesIn(set).map((pair) => [pair.slice(0, pair.indexOf('=')), filledIn(pair.slice(pair.indexOf('=') + 1))]),
    )
    expect(await refusalOf(env)).toEqual({ words: filledIn(codesIn(says)[0] ?? ''), code: 1 })
  })
}
