import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bringGuest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { runCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startServer()
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-beside-'))
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const LOOKS = 2

test('[P-31] [P-21] while people talk, edit, erase and react, verify calls nothing wrong, and every backup is sound', async () => {
  const ada = await bringGuest(server, { name: 'Ada', room: 'busy' })
  const room = ada.room.info?.id ?? ''
  const state = { over: false, done: 0 }
  const change = (message: number) => ({ room, cid: crypto.randomUUID(), message })
  const said: number[] = []
  const say = async (at: number) => {
    const { seq } = await ada.client.call('message.post', { room, cid: crypto.randomUUID(), body: `busy ${at} 茶` })
    said.push(seq)
    await ada.client.call('message.edit', { ...change(seq), body: `mended ${at}` })
    await ada.client.call('message.react', { ...change(seq), kind: '🍵', on: true })
    if (at % 3 === 0) await ada.client.call('message.erase', { ...change(seq), how: 'delete' })
    else if (at % 7 === 0) await ada.client.call('message.pin', { ...change(seq), on: true }).catch(() => {})
    state.done++
  }
  const talk = async (from: number) => {
    for (let at = from; !state.over; at += 4) await say(at)
  }
  const talking = [0, 1, 2, 3].map(talk)
  for (let look = 0; look < LOOKS; look++) {
    const archive = path.join(folder, `${look}.tar`)
    const before = state.done
    const [verified, backup] = await Promise.all([
      runCommand(['verify', '--data', server.dataDir]),
      runCommand(['backup', archive, '--data', server.dataDir]),
    ])
    expect(verified).toEqual({ code: 0, err: '', out: expect.stringContaining('Sound.') })
    expect(backup).toMatchObject({ code: 0, err: '' })
    expect(state.done).toBeGreaterThan(before)
    // It is looked through before it takes its place.
    expect(await runCommand(['restore', archive, '--into', path.join(folder, `${look}`)])).toMatchObject({ code: 0 })
  }
  state.over = true
  await Promise.all(talking)
  ada.leaves()
})
