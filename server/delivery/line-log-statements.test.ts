import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { type EncodedLine, LineLog } from '#server/delivery/line-log.ts'
import type { Sql } from '#server/storage/database.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { Unsettled } from './unsettled.ts'

const LINES = 60

/** A room whose newest lines have reactions of a crowd: who reads them is asked for beside each. */
async function openRoom(reacted: number) {
  const house = await openLogHouse()
  await house.begin()
  for (let at = 1; at <= LINES; at++) await house.post(`line ${at}`)
  await house.storage.write(async ({ sql }) => {
    for (let seq = LINES; seq > LINES - reacted; seq--) {
      const state = JSON.stringify({ v: seq, reactions: [{ kind: '🍵', count: 25, who: [] }] })
      await sql`
        insert into message_states (room_id, seq, v, state, crowded) values (${ROOM}, ${seq}, ${seq}, ${state}, ${1})`
      await sql`
        insert into reactions (room_id, seq, principal_id, kind) values (${ROOM}, ${seq}, ${'reader'}, ${'🍵'})`
    }
  })
  let statements = 0
  const counting: Sql = (text, ...values) => {
    statements++
    return house.database.read(text, ...values)
  }
  const lines = new LineLog(counting, new Unsettled())
  /** How many statements it takes, with what the reader's own reactions cost. */
  const count = async (read: () => Promise<readonly EncodedLine[]>) => {
    statements = 0
    const page = await read()
    const mine = await lines.mine(ROOM, 'reader', page)
    return { statements, lines: page.length, mine: mine.length }
  }
  return { house, lines, count }
}

test('[PERF-9] a page takes as many statements with 50 reacted lines as with 10, and one fewer with none', async () => {
  for (const reacted of [0, 10, 50]) {
    const { house, lines, count } = await openRoom(reacted)
    const own = reacted > 0 ? 1 : 0
    const page = limits.snapshotEvents
    const all = { lines: page, mine: reacted }
    const newest = Array.from({ length: page }, (_, at) => LINES - page + 1 + at)
    const pageOf = async (read: Promise<{ lines: readonly EncodedLine[] }>) => (await read).lines
    expect(await count(() => pageOf(lines.before(ROOM, LINES + 1, page)))).toEqual({ statements: 3 + own, ...all })
    expect(await count(() => pageOf(lines.after(ROOM, LINES - page, page)))).toEqual({ statements: 3 + own, ...all })
    const middle = LINES - page / 2 + 1
    expect(await count(() => pageOf(lines.around(ROOM, middle, page)))).toEqual({ statements: 4 + own, ...all })
    expect(await count(() => lines.some(ROOM, newest))).toEqual({ statements: 2 + own, ...all })
    await house.close()
  }
})

test('[PERF-9] lines by their numbers come in the order that was asked, without what is no line', async () => {
  const { house, lines } = await openRoom(3)
  const found = await lines.some(ROOM, [60, 7, 99, 58])
  expect(found.map(({ seq, crowded }) => [seq, crowded])).toEqual([
    [60, true],
    [7, false],
    [58, true],
  ])
  expect(await lines.mine(ROOM, 'reader', found)).toEqual([
    [60, '🍵'],
    [58, '🍵'],
  ])
  await house.close()
})
