import { Database as Handle } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { verifyHouse } from '#server/commands/verify/verify-house.ts'
import type { World } from '#server/commands/world.ts'
import { systemClock } from '#server/kit/clock.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { type LivedIn, liveIn } from './lived-in.ts'
import { runCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let at: LivedIn
let folder: string

beforeAll(async () => {
  server = await startServer()
  const { ada, bob, ...rest } = await liveIn(server)
  at = rest
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-verify-'))
  await indexed()
  const live = await runCommand(['verify', '--data', server.dataDir])
  expect(live).toMatchObject({ code: 0, err: '' })
  expect(live.out).toContain('Sound.')
  ada.leaves()
  bob.leaves()
  await server.stop()
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Search has read all of it: it is looked whenever something was written. */
async function indexed(): Promise<void> {
  const handle = new Handle(path.join(server.dataDir, 'teahouse.sqlite'), { readonly: true })
  const done = handle.prepare<{ indexed: number }, [string]>('select indexed from search_rooms where room_id = ?')
  const all = Promise.withResolvers<void>()
  const look = async () => {
    // It is heard of in the middle of a commit; the server answers behind it.
    await fetch(`${server.url}/healthz`)
    if ((done.get(at.room)?.indexed ?? 0) >= at.head) all.resolve()
  }
  const looks: Promise<void>[] = []
  const watcher = watch(server.dataDir, () => looks.push(look()))
  looks.push(look())
  await all.promise
  watcher.close()
  await Promise.all(looks)
  handle.close()
}

let copies = 0
function copyOf(): string {
  const copy = path.join(folder, `${++copies}`)
  cpSync(server.dataDir, copy, { recursive: true })
  return copy
}

/** What is found in a copy to which this was done. */
async function faultsAfter(damage: (handle: Handle, folder: string) => void, quick = false): Promise<string[]> {
  const copy = copyOf()
  const handle = new Handle(path.join(copy, 'teahouse.sqlite'))
  damage(handle, copy)
  handle.close()
  const world: World = {
    config: { database: { kind: 'sqlite', path: path.join(copy, 'teahouse.sqlite') }, files: null, dataDir: copy },
    version: '0',
    language: 'en' as const,
    from: copy,
    clock: systemClock,
    terminal: { say() {}, show() {} },
    atStop: () => () => {},
  }
  const { faults } = await verifyHouse(world, { quick })
  rmSync(copy, { recursive: true })
  return faults
}

test('[P-16] [F-7] nobody who looks at a house that was killed empties a WAL that is damaged at its beginning', async () => {
  const copy = copyOf()
  const handle = new Handle(path.join(copy, 'teahouse.sqlite'))
  for (const pragma of ['journal_mode = wal', 'wal_autocheckpoint = 0']) handle.run(`pragma ${pragma}`)
  for (let round = 0; round < 8; round++) handle.run('update rooms set said_ms = said_ms + 1')
  const killed = path.join(folder, 'killed')
  cpSync(copy, killed, { recursive: true })
  handle.close()
  rmSync(path.join(killed, 'teahouse.sqlite-shm'), { force: true })
  const wal = path.join(killed, 'teahouse.sqlite-wal')
  const bytes = readFileSync(wal)
  bytes.writeUInt8(bytes.readUInt8(1_000) ^ 4, 1_000)
  writeFileSync(wal, bytes)
  const refused = { err: expect.stringContaining(`${wal} is damaged at byte 32: messages behind it would be lost.`) }
  const tar = path.join(folder, 'none.tar')
  expect(await runCommand(['verify', '--data', killed])).toMatchObject({ code: 2, ...refused })
  expect(await runCommand(['backup', tar, '--data', killed])).toMatchObject({ code: 1, ...refused })
  expect(await runCommand(['export', '--all', path.join(folder, 'none'), '--data', killed])).toMatchObject(refused)
  expect(readFileSync(wal).equals(bytes)).toBe(true)
})

test('[P-16] [F-7] a WAL that is damaged under a running server is told by verify and backup, which do what they can', async () => {
  await using other = await startServer()
  const { ada, bob } = await liveIn(other)
  const wal = path.join(other.dataDir, 'teahouse.sqlite-wal')
  const file = openSync(wal, 'r+')
  // The sum of the first frame, which nobody reads while the server runs.
  writeSync(file, new Uint8Array(8), 0, 8, 32 + 16)
  closeSync(file)
  const told = { code: 1, out: expect.stringContaining(`${wal} is damaged at byte 32`) }
  expect(await runCommand(['verify', '--data', other.dataDir])).toMatchObject(told)
  const tar = path.join(folder, 'told.tar')
  expect(await runCommand(['backup', tar, '--data', other.dataDir])).toMatchObject(told)
  const into = path.join(folder, 'told')
  expect(await runCommand(['restore', tar, '--into', into])).toMatchObject({ code: 0 })
  ada.leaves()
  bob.leaves()
})

/** The file that a message shows. */
function theFile(of: string): string {
  const [shelf = ''] = readdirSync(path.join(of, 'files')).filter(
    (name) => /^[0-9a-f]{2}$/.test(name) && readdirSync(path.join(of, 'files', name)).length > 0,
  )
  const [name = ''] = readdirSync(path.join(of, 'files', shelf))
  return path.join(of, 'files', shelf, name)
}

test('a sound house is sound, quick and slow', async () => {
  expect(await faultsAfter(() => {})).toEqual([])
  expect(await faultsAfter(() => {}, true)).toEqual([])
})

type Damage = {
  ids: string
  what: string
  sql?: () => string
  file?: (name: string) => void
  says: () => string | RegExp
}
const room = () => `Room ${at.room}`
const event = (seq: number) => `room_id = '${at.room}' and seq = ${seq}`

const damages: readonly Damage[] = [
  {
    ids: 'C-1',
    what: 'a hole',
    sql: () => `delete from events where ${event(7)}`,
    says: () => `${room()}: number 7 is missing.`,
  },
  {
    ids: 'C-1',
    what: 'an end that is gone',
    sql: () => `delete from events where ${event(at.head)}`,
    says: () => `${room()}: its head is ${at.head}, but the log ends at ${at.head - 1}.`,
  },
  {
    ids: 'C-1',
    what: 'a head that fell behind',
    sql: () => `update room_heads set seq = seq - 2 where room_id = '${at.room}'`,
    says: () => `${room()}: its head is ${at.head - 2}, but the log goes on to ${at.head}.`,
  },
  {
    ids: 'C-1',
    what: 'a count that is wrong',
    sql: () => `update room_heads set lines = lines + 1 where room_id = '${at.room}'`,
    says: () => /it counts 33 messages, and the log has 32/,
  },
  {
    ids: 'C-1',
    what: 'a log without a head',
    sql: () => `pragma foreign_keys = off; delete from room_heads where room_id = '${at.room}'`,
    says: () => `${room()}: it has events, and no log that they belong to.`,
  },
  {
    ids: 'P-18',
    what: 'a time that goes back',
    sql: () => `update events set at_ms = 5 where ${event(9)}`,
    says: () => `${room()}, number 9: it is earlier than the number before it.`,
  },
  {
    ids: 'C-2',
    what: 'an event that nobody understands',
    sql: () => `update events set wire = json_set(wire, '$.body', 5) where ${event(8)}`,
    says: () => `${room()}, number 8: it is no event of the protocol (body).`,
  },
  {
    ids: 'C-2',
    what: 'an event that is no JSON',
    sql: () => `update events set wire = '{' where ${event(8)}`,
    says: () => `${room()}, number 8: it cannot be read.`,
  },
  {
    ids: 'C-2',
    what: 'columns that say something else',
    sql: () => `update events set author_id = 'p0000000000000000' where ${event(8)}`,
    says: () => `${room()}, number 8: its columns do not agree with what it says.`,
  },
  {
    ids: 'C-2 P-7',
    what: 'a stub of nothing',
    sql: () => `update events set wire = json_set(json_remove(wire, '$.body'), '$.erased', 9) where ${event(8)}`,
    says: () => `${room()}, number 8: it is said to be erased by number 9, which does not erase it.`,
  },
  {
    ids: 'C-2 P-7',
    what: 'words that outlived their erasure',
    sql: () =>
      `update events set wire = json_set(json_remove(wire, '$.erased'), '$.body', 'back') where ${event(at.edit)}`,
    says: () => new RegExp(`number ${at.edit}: number \\d+ has erased it, and its words are still there`),
  },
  {
    ids: 'P-7',
    what: 'a state that is not that of the events',
    sql: () => `update message_states set state = json_set(state, '$.edited.body', 'other') where ${event(at.changed)}`,
    says: () => `${room()}, number ${at.changed}: its state is not what its events make of it.`,
  },
  {
    ids: 'P-7',
    what: 'a state that is gone',
    sql: () => `delete from message_states where ${event(at.changed)}`,
    says: () => `${room()}, number ${at.changed}: events have changed the message, and its state is not there.`,
  },
  {
    ids: 'P-7',
    what: 'a state of nothing',
    sql: () =>
      `insert into message_states (room_id, seq, v, state, crowded) values ('${at.room}', 10, 11, '{"v":11}', 0)`,
    says: () => `${room()}, number 10: it has a state, but no event has changed it.`,
  },
  {
    ids: 'P-7',
    what: 'a pin that is not noted',
    sql: () => `update message_states set pinned = null where ${event(at.pinned)}`,
    says: () => `${room()}, number ${at.pinned}: what is noted beside its state does not agree with it.`,
  },
  {
    ids: 'P-7',
    what: 'a reaction of nobody',
    sql: () => `delete from reactions where ${event(at.pinned)}`,
    says: () => `${room()}, number ${at.pinned}: who has reacted does not agree with what is counted.`,
  },
  {
    ids: 'C-6',
    what: 'one message stored twice',
    sql: () =>
      `drop index events_by_cid; update events set cid = (select cid from events where ${event(11)}) where ${event(12)}`,
    says: () => `${room()}: the numbers 11, 12 are one message, sent once.`,
  },
  {
    ids: 'C-6',
    what: 'an index that is gone',
    sql: () => 'drop index events_by_cid',
    says: () => 'The index events_by_cid is not there.',
  },
  {
    ids: 'P-21',
    what: 'an epoch that is none',
    sql: () => `update room_heads set epoch = '' where room_id = '${at.room}'`,
    says: () => `${room()}: its epoch is none.`,
  },
  {
    ids: 'P-31',
    what: 'a search that has read further than there is',
    sql: () => `update search_rooms set indexed = indexed + 9 where room_id = '${at.room}'`,
    says: () => /search has read up to number/,
  },
  {
    ids: 'P-31',
    what: 'a search that has forgotten',
    sql: () => "insert into search_index (search_index) values ('delete-all')",
    says: () => `${room()}, number 2: search does not find it.`,
  },
  {
    ids: 'P-19',
    what: 'a file that no message shows',
    sql: () => `delete from files where ${event(at.file)}`,
    says: () => `${room()}, number ${at.file}: its files are not those that are noted for it.`,
  },
  {
    ids: 'P-19',
    what: 'bytes that are not noted',
    sql: () => 'delete from blobs',
    says: () => /^The file \w+ names bytes that are not noted/,
  },
  {
    ids: 'P-19 F-7',
    what: 'bytes that are gone',
    file: (name) => rmSync(name),
    says: () => /: its bytes are not there\.$/,
  },
  {
    ids: 'P-19 F-7',
    what: 'bytes that were cut',
    file: (name) => truncateSync(name, 9),
    says: () => /: its bytes are not what they were\.$/,
  },
  {
    ids: 'P-19 F-7',
    what: 'bytes that have turned',
    file: (name) => writeFileSync(name, Buffer.alloc(25_000, 'x')),
    says: () => /: its bytes are not what they were\.$/,
  },
]

for (const { ids, what, sql, file, says } of damages) {
  test(`[${ids}] verify finds ${what}`, async () => {
    const faults = await faultsAfter((handle, copy) => {
      if (sql) handle.run(sql())
      file?.(theFile(copy))
    })
    const said = says()
    expect(faults.some((fault) => (typeof said === 'string' ? fault === said : said.test(fault)))).toBe(true)
    // One damage is not a hundred: what hangs on it may be named, all else is not.
    expect(faults.length).toBeLessThan(40)
  })
}

test('[F-7] a page of the database that has turned is found, whatever else can be read', async () => {
  const copy = copyOf()
  const handle = new Handle(path.join(copy, 'teahouse.sqlite'))
  const root = handle.query<{ rootpage: number }, []>("select rootpage from sqlite_schema where name = 'events'").get()
  handle.run('pragma journal_mode = delete')
  handle.close()
  const file = Bun.file(path.join(copy, 'teahouse.sqlite'))
  const bytes = new Uint8Array(await file.arrayBuffer())
  bytes.fill(0xff, ((root?.rootpage ?? 1) - 1) * 4_096 + 8, ((root?.rootpage ?? 1) - 1) * 4_096 + 64)
  await Bun.write(file, bytes)
  const { code, out } = await runCommand(['verify', '--data', copy])
  expect(code).toBe(1)
  expect(out).toContain('Wrong: ')
})

test('what cannot be read is told with 2, and nothing is made there', async () => {
  const empty = path.join(folder, 'empty')
  const { code, err } = await runCommand(['verify', '--data', empty])
  expect({ code, err }).toEqual({ code: 2, err: `There is no database at ${empty}/teahouse.sqlite.\n` })
  await Bun.write(path.join(folder, 'other/teahouse.sqlite'), 'nonsense '.repeat(1_000))
  expect(await runCommand(['verify', '--data', path.join(folder, 'other')])).toMatchObject({ code: 2 })
})
