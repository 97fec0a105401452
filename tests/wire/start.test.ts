import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TEST_MS } from '#tests/kit/patience.ts'
import { buildHouse, builtServer, startServer } from '#tests/kit/server.ts'
import { bringV1 } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const root = path.resolve(import.meta.dir, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-start-'))
beforeAll(buildHouse)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts the server so that it must fail; resolves to what it said to people, and how it ended. */
async function failsWith(env: Record<string, string>): Promise<{ code: number; said: string; log: string }> {
  const child = Bun.spawn([process.execPath, builtServer], {
    cwd: root,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', HOST: '127.0.0.1', DATA_DIR: path.join(folder, 'data'), ...env },
  })
  const [said, log] = await Promise.all([new Response(child.stderr).text(), new Response(child.stdout).text()])
  return { code: await child.exited, said: said.trim(), log }
}

/** One plain sentence or two for whoever started it: no stack, no object. */
function expectSentence(said: string, ...words: string[]): void {
  expect(said.split('\n')).toHaveLength(1)
  expect(said).not.toMatch(/\bat .*:\d+|Error:|errno/)
  for (const word of words) expect(said).toContain(word)
}

test('[D-4] a port that another Teahouse uses stops the start with a sentence', async () => {
  await using server = await startServer()
  const { code, said, log } = await failsWith({ PORT: `${server.port}` })
  expect(code).not.toBe(0)
  expectSentence(said, 'PORT')
  expect(log).not.toContain('started')
})

test('[D-4] a port in use stops the start with a sentence', async () => {
  const taken = createServer()
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  const { code, said, log } = await failsWith({ PORT: `${port}` })
  taken.close()
  expect(code).not.toBe(0)
  expectSentence(said, 'PORT')
  expect(log).not.toContain('started')
})

test('[D-4] a host that is not ours stops the start with a sentence', async () => {
  for (const host of ['203.0.113.77', 'no.such.host.invalid']) {
    const { code, said, log } = await failsWith({ HOST: host })
    expect(code).not.toBe(0)
    expectSentence(said, 'HOST')
    expect(log).not.toContain('started')
  }
})

test('[D-4] a data folder that cannot be written stops the start with a sentence', async () => {
  const file = path.join(folder, 'a-file')
  writeFileSync(file, 'not a folder')
  for (const dataDir of [file, path.join(file, 'below'), '/proc/nothing-can-be-made-here']) {
    const { code, said, log } = await failsWith({ DATA_DIR: dataDir })
    expect(code).not.toBe(0)
    expectSentence(said, dataDir)
    expect(log).not.toContain('started')
  }
})

test('[D-4] a second server on the same folder is refused, and the first one notices nothing', async () => {
  await using server = await startServer()
  const canary = await bringV1(server, 'canary')
  const { code, said } = await failsWith({ DATA_DIR: server.dataDir })
  expect(code).not.toBe(0)
  expectSentence(said, server.dataDir)
  expect((await canary.post('noch da')).outcome).toBe('ok')
})

test('[D-1] [D-2] the start is logged with its port, one JSON object a line', async () => {
  await using server = await startServer()
  expect(server.lines[0]).toMatchObject({ event: 'started', level: 'info', port: server.port })
})

test.each(['/dev/full', 'a closed pipe'])('[D-2] a log that goes to %s stops nothing', async (output) => {
  const child = Bun.spawn([process.execPath, '--no-orphans', builtServer], {
    cwd: root,
    stdin: 'ignore',
    stdout: output === '/dev/full' ? openSync(output, 'w') : 'pipe',
    stderr: 'pipe',
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: mkdtempSync(path.join(folder, 'log-')),
    },
  })
  if (child.stdout instanceof ReadableStream) await child.stdout.cancel()
  try {
    const port = await addressOf(child.stderr)
    const server = { port, url: `http://127.0.0.1:${port}` }
    const ada = await bringV1(server, 'ada')
    for (let at = 0; at < 20; at++) (await bringV1(server, `gast${at}`)).leaves()
    expect((await ada.post('lebt')).outcome).toBe('ok')
  } finally {
    child.kill()
  }
  expect(await child.exited).toBe(0)
})

/** The port that the server names to people. */
async function addressOf(stderr: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number> {
  let said = ''
  for await (const chunk of stderr.pipeThrough(new TextDecoderStream())) {
    said += chunk
    const port = /http:\/\/[\w.]+:(\d+)/.exec(said)?.[1]
    if (port) return Number(port)
  }
  throw new Error(`no address in: ${said}`)
}
