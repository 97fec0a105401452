import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { faultsOfLog } from './commands/log-faults.ts'
import { Speaker } from './commands/speaker.ts'
import type { Dice } from './dice.ts'
import { hostileText } from './hostile-text.ts'
import { faultsOfAnswer } from './http/http.ts'
import { check, must } from './pure/check.ts'
import { runChecks } from './pure/run-checks.ts'

// Judges that find nothing prove nothing: each of them is given what it is there for.

const make = (dice: Dice) => hostileText(dice, { most: 30, longOneIn: 0 })

test('a parser that throws or loses is found, and its input made small', async () => {
  const planted = [
    check({
      name: 'throws',
      make,
      run: (text) => {
        must(!text.includes('**'), 'thrown')
      },
    }),
    check({
      name: 'loses',
      make,
      run: (text) => text.replace('茶', ''),
      holds: (text, left) => must(left.length === text.length, 'lost'),
    }),
  ]
  const { findings } = await runChecks(planted, { seed: 1, count: 2_000, from: 0, most: 20 })
  const told = findings.map(({ check: name, input }) => `${name} ${input}`)
  expect(new Set(told)).toEqual(new Set(['throws **', 'loses 茶']))
})

test('[T-62] a parser whose time is quadratic is found, and one whose time is not is left alone', async () => {
  const slow = (unit: string) =>
    check({ name: unit, make: () => `${unit.repeat(5_000)}x`, run: (text) => text.replace(/<+$/, '') })
  const { findings } = await runChecks([slow('<'), slow('-')], { seed: 1, count: 2, from: 0, most: 10 })
  expect(findings.map(({ check: name }) => name)).toEqual(['<'])
})

test('a server that answers with a bug, twice, in another shape or not at all is found', async () => {
  const answers = [
    '[1,"no",{"code":"internal","id":"x"}]',
    '[2,"ok",{"now_ms":1}]',
    '[2,"ok",{"now_ms":1}]',
    '[3,"ok",{"now":"late"}]',
    '[4,"no",{"code":"busy"}]',
    '[5,"no",{"code":"go away"}]',
    '[6,"unknown",{}]',
    '[0,"gossip",{}]',
  ]
  let asked = 0
  await using server = Bun.serve({
    port: 0,
    fetch: (request, self) => (self.upgrade(request) ? undefined : new Response('no')),
    websocket: {
      message(socket) {
        if (++asked === 6) for (const answer of answers) socket.send(answer)
        if (asked === 6) socket.close(4242)
      },
    },
  })
  const speaker = await Speaker.open({ socketUrl: `ws://127.0.0.1:${server.port}/` }, new Map())
  for (let at = 0; at < 6; at++) speaker.send('heartbeat', {})
  await speaker.settled()
  while (speaker.closed === null) await new Promise((resolve) => setImmediate(resolve))
  const told = speaker.faults.map(({ what }) => what).join('\n')
  for (const fault of [
    'internal',
    'an answer to nothing',
    'a reply of another shape',
    'busy does not say when',
    'not in the table',
    'answered unknown',
    'a push gossip',
    'closed with 4242',
  ])
    expect(told).toContain(fault)
})

test('an answer over HTTP that breaks, or tells of what is inside, is found', () => {
  const of = (status: number, body: string, ours = true) =>
    faultsOfAnswer({
      status,
      head: '',
      headers: new Map(ours ? [['x-content-type-options', 'nosniff']] : []),
      body: Buffer.from(body),
    })
  expect(of(503, '{"code":"busy","retry_after_ms":1}')).toEqual([])
  expect(of(404, 'There is nothing at this address.\n')).toEqual([])
  expect(of(500, 'Internal error')).toHaveLength(1)
  expect(of(500, '{"code":"internal","id":"x"}')).toHaveLength(1)
  expect(of(400, 'TypeError: x\n at read (/app/server/kit/x.ts:3:1)')).toHaveLength(1)
  expect(of(400, 'somebody else’s words', false)).toHaveLength(1)
})

test('a log with a hole, or with an answer stored twice, is found (C-1, C-6)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-holes-'))
  const database = new Database(path.join(folder, 'teahouse.sqlite'))
  database.run('create table events (room_id text, seq integer, author_id text, cid text)')
  database.run("create table room_heads as select 'r' as room_id, 1 as floor, 3 as seq")
  const insert = database.query("insert into events values ('r', ?, 'p', ?)")
  insert.run(1, 'a')
  insert.run(3, 'c')
  expect(faultsOfLog(folder).join()).toContain('C-1')
  insert.run(2, 'b')
  expect(faultsOfLog(folder)).toEqual([])
  database.run("update events set cid = 'a'")
  expect(faultsOfLog(folder).join()).toContain('C-6')
  database.close()
  rmSync(folder, { recursive: true })
})
