import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

const found = (server: TestServer, words: string): string[] =>
  readdirSync(server.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name)).includes(words))
    .map(({ name }) => name)

test('[P-7] [B-15] erased words are in no file, once the log is copied into the database', async () => {
  await using server = await startServer({ env: { CLASSIC: 'off' } })
  const ada = await Talker.guest(server, 'ada')
  const room = await ada.joins('erased')
  const kept: string[] = []
  const gone: string[] = []
  // Short ones lie in a page with their neighbours, long ones have pages of their own.
  for (let n = 0; n < 60; n++) {
    const word = (what: string) => `${what}-${n}-${crypto.randomUUID()}`
    const size = n % 3 === 0 ? 300 : 1
    const first = word('first')
    const { seq: message } = await ada.posts(room, first.repeat(size).slice(0, 4_000))
    if (n % 2 === 0) {
      kept.push(first)
      continue
    }
    const second = word('second')
    const at = () => ({ room, cid: crypto.randomUUID(), message })
    await ada.ok('message.edit', { ...at(), body: second.repeat(size).slice(0, 4_000) })
    await ada.ok('message.edit', { ...at(), body: 'x' })
    gone.push(first, second)
    if (n === 1) expect(found(server, first)).not.toEqual([])
    await ada.ok('message.erase', { ...at(), how: n % 4 === 1 ? 'delete' : 'recall' })
  }
  await server.stop()
  for (const words of kept) expect(found(server, words)).not.toEqual([])
  expect(gone.filter((words) => found(server, words).length > 0)).toEqual([])
})
