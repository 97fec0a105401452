import { expect, test } from 'bun:test'
import { createSocket } from 'node:dgram'
import { closeSync, constants, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGuardedWay, type WayNeeds } from './guarded-way.ts'

/** More than any machine has threads for. */
const WAITING = 256
/** So often in a row nothing has come before the pool counts as held. */
const STILL = 5

/** Whether what is asked of the thread pool now comes within so many turns of the loop. */
async function comes(): Promise<boolean> {
  let came = false
  void stat('/').then(() => {
    came = true
  })
  for (let turn = 0; turn < 2_000 && !came; turn++) await new Promise((resolve) => setImmediate(resolve))
  return came
}

/** Everything of the thread pool waits, as for a name server that is silent; ended, it goes on. */
async function holdPool(): Promise<AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-pool-'))
  const pipe = join(folder, 'pipe')
  Bun.spawnSync(['mkfifo', pipe])
  // Opening a pipe to read waits for somebody who writes.
  const opening = Array.from({ length: WAITING }, () => open(pipe, 'r'))
  // A thread may be free still, and on a busy machine not have had its turn.
  for (let quiet = 0; quiet < STILL; ) quiet = (await comes()) ? 0 : quiet + 1
  return {
    async [Symbol.asyncDispose]() {
      const writer = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
      for (const file of await Promise.all(opening)) await file.close()
      closeSync(writer)
      rmSync(folder, { recursive: true })
    },
  }
}

/** A name server on this machine that has one answer for every name; null: it says nothing. */
async function startNames(answers: string | null) {
  const socket = createSocket('udp4')
  const asked: number[] = []
  socket.on('message', (query, { port, address }) => {
    // The question is a name, which ends with an empty word, and its kind (RFC 1035 4.1.2); 1 is an address of version 4.
    const end = query.indexOf(0, 12) + 5
    const isV4 = query.readUInt16BE(end - 4) === 1
    asked.push(end)
    if (answers === null) return
    const head = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, isV4 ? 1 : 0, 0, 0, 0, 0])
    const found = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...answers.split('.').map(Number)])
    socket.send(Buffer.concat([head, query.subarray(12, end), ...(isV4 ? [found] : [])]), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { nameServer: `127.0.0.1:${socket.address().port}`, asked, [Symbol.dispose]: () => void socket.close() }
}

async function startSite() {
  const site = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const at = site.address()
  if (at === null || typeof at === 'string') throw new Error('a site without a port')
  return { url: new URL(`http://site.test:${at.port}`), [Symbol.dispose]: () => void site.close() }
}

async function connects(url: URL, needs: WayNeeds): Promise<boolean> {
  const { socket, opened } = await createGuardedWay(needs)(url, AbortSignal.timeout(2_000))
  return new Promise((resolve, reject) => {
    socket.on('error', reject).once(opened, () => {
      socket.destroy()
      resolve(true)
    })
  })
}

test('[T-44] [T-74] a name is looked up beside the thread pool, on which commits are synced', async () => {
  using names = await startNames('127.0.0.1')
  using site = await startSite()
  {
    await using _held = await holdPool()
    // Control: nothing else comes through the pool now.
    expect(await comes()).toBe(false)
    expect(await connects(site.url, { allowPrivate: true, nameServer: names.nameServer })).toBe(true)
    expect(await comes()).toBe(false)
  }
  // Control: given back, it does.
  expect(await comes()).toBe(true)
})

test('[T-43] what a name server says is looked at: a name that leads inwards leads nowhere', async () => {
  using names = await startNames('127.0.0.1')
  using site = await startSite()
  const { nameServer } = names
  await expect(connects(site.url, { allowPrivate: false, nameServer })).rejects.toThrow('the name leads inwards')
  expect(await connects(site.url, { allowPrivate: true, nameServer })).toBe(true)
})

test('[T-44] of names whose name server says nothing no socket stays', async () => {
  using names = await startNames(null)
  const openWay = createGuardedWay({ allowPrivate: true, nameServer: names.nameServer })
  const sockets = () => readdirSync('/dev/fd').length
  const before = sockets()
  const patience = new AbortController()
  const tries = Array.from({ length: 50 }, (_, at) => openWay(new URL(`http://silent${at}.test`), patience.signal))
  while (names.asked.length < tries.length) await new Promise((resolve) => setImmediate(resolve))
  // Control: while they wait each has one.
  expect(sockets()).toBeGreaterThanOrEqual(before + tries.length)
  patience.abort()
  for (const outcome of await Promise.allSettled(tries)) expect(outcome.status).toBe('rejected')
  while (sockets() > before) await new Promise((resolve) => setImmediate(resolve))
})
