// T-72, T-76: two who do at the same moment what one may do once; and an archive that lies about whose words it has.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runCommand } from '#tests/commands/run-command.ts'
import { cid } from '#tests/contract/room-talk.ts'
import { Talker } from '#tests/contract/talker.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { type Somebody, somebody } from './circle.ts'

setDefaultTimeout(TEST_MS)

let folder: string
let server: TestServer
let ada: Somebody
let bob: Somebody
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-makers-'))
  server = await startServer({ env: { CLASSIC: 'off' } })
  ada = await somebody(server, 'ada of makers')
  bob = await somebody(server, 'bob of makers')
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** A room as an export writes it, in the words of somebody of this house, who is said to own it. */
function lyingRoom(whose: Somebody, name: string): string {
  const by = { id: whose.talker.id, name: 'ada of makers 1', look: 1 }
  const room = { id: 'r0123456789ab', name, title: name, access: 'link', owner: by }
  const head = { teahouse: 'room', format: 1, room, epoch: '0123456789ab', as_of: 1, count: 1, at: 1_000 }
  const line = { seq: 1, at: 1_000, type: 'message.posted', by, cid: cid(), body: 'words that were never said' }
  const file = path.join(folder, `${name}.ndjson`)
  writeFileSync(file, `${JSON.stringify(head)}\n${JSON.stringify(line)}\n`)
  return file
}

test('[T-72] [T-76] after an import that two begin at once there is one room, nobody owns it, and of two who claim at once one owns the house', async () => {
  await server.stop()
  const file = lyingRoom(ada, 'lies')
  const words = ['import', file, '--data', server.dataDir]
  const both = await Promise.all([runCommand(words), runCommand(words)])
  // Each did it, found it done, or found the house in use.
  for (const { code, out, err } of both)
    expect(`${code} ${out}${err}`).toMatch(
      /^(0 Imported: lies|0 .*was imported before|1 .*is in use by another Teahouse)/s,
    )
  expect(both.filter(({ out }) => out.startsWith('Imported'))).toHaveLength(1)
  const from = server.words.length
  await server.start()
  const [again, other] = [await somebody(server, 'first'), await somebody(server, 'second')]
  const code = await claimCode(server, from)
  const claims = [again, other].map(({ talker }) => talker.refusal('owner.claim', { code }))
  expect((await Promise.all(claims)).toSorted()).toEqual(['expired', 'ok'])
  expect((await runCommand(['verify', '--data', server.dataDir])).code).toBe(0)
})

test('[T-76] [T-17] an archive says nothing in the name of somebody who is here', async () => {
  const [owner, guest] = [await Talker.looker(server, ada.token), await Talker.looker(server, bob.token)]
  const room = await owner.joins('lies')
  const { lines } = await owner.ok('room.history', { room })
  expect(JSON.stringify(lines)).toContain('words that were never said')
  expect(JSON.stringify(lines)).not.toContain(owner.id)
  for (const talker of [owner, guest]) {
    await talker.joins('lies')
    expect(await talker.refusal('message.edit', { room, cid: cid(), message: 1, body: 'mine' })).toBe('forbidden')
    expect(await talker.refusal('room.change', { room, cid: cid(), title: 'mine' })).toBe('forbidden')
  }
  // Controls: one's own can be edited, and one's own room changed.
  const { seq } = await owner.posts(room, 'what she said')
  expect(await owner.refusal('message.edit', { room, cid: cid(), message: seq, body: 'again' })).toBe('ok')
  const own = await owner.joins('her-own-room')
  expect(await owner.refusal('room.change', { room: own, cid: cid(), title: 'mine' })).toBe('ok')
})
