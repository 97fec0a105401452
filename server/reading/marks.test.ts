import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SEED } from '#tests/kit/chance.ts'
import { seeded } from '#tests/kit/fake-platform.ts'
import { openReadingHouse, type ReadingHouse } from '#tests/kit/reading-house.ts'
import { type Mark, markSeats } from './mark-store.ts'
import { forgetMentions, noteForAll, noteMention } from './mention-store.ts'
import { readMyRooms } from './my-room-store.ts'
import { seat } from './seat-store.ts'

const people = ['pada', 'pbob', 'pcat']
const rooms = ['r1', 'r2']

/** What a person has to be told of a room, recounted from nothing but what happened. */
class Model {
  readonly lines: { seq: number; author: string; for: Set<string>; all: boolean; erased: boolean }[] = []
  head = 0
  readonly read = new Map<string, number>()

  mark(who: string, seq: number): void {
    this.read.set(who, Math.max(this.read.get(who) ?? 0, Math.min(seq, this.head)))
  }

  of(who: string) {
    const read = this.read.get(who) ?? 0
    const mine = this.lines.filter((line) => line.seq > read && !line.erased && this.#isFor(line, who))
    return {
      read,
      read_lines: this.lines.filter(({ seq }) => seq <= read).length,
      lines: this.lines.length,
      head: this.head,
      mentions: mine.length,
      first: mine[0]?.seq,
    }
  }

  #isFor(line: Model['lines'][number], who: string): boolean {
    return line.for.has(who) || (line.all && line.author !== who)
  }
}

type World = { house: ReadingHouse; models: Map<string, Model>; pick: (most: number) => number }

const deeds: ((world: World, room: string, model: Model) => Promise<void>)[] = [
  async ({ house, pick }, room, model) => {
    const author = people[pick(people.length)] ?? ''
    const ids = people.filter((id) => id !== author && pick(3) === 0)
    const all = pick(6) === 0
    const seq = await house.say(room, author)
    await house.sql(async ({ sql }) => {
      for (const id of ids) await noteMention(sql, { room, seq, author }, id)
      if (all) await noteForAll(sql, { room, seq, author })
    })
    model.head = seq
    model.lines.push({ seq, author, for: new Set(ids), all, erased: false })
  },
  async ({ house }, room, model) => {
    model.head = await house.say(room, 'pada', 'message.reacted')
  },
  async ({ house, pick }, room, model) => {
    const line = model.lines[pick(model.lines.length)]
    if (!line || line.erased) return
    line.erased = true
    await house.sql(({ sql }) => forgetMentions(sql, room, line.seq))
    model.head = await house.say(room, line.author, 'message.erased')
  },
  async ({ house, pick }, room, model) => {
    // Late, doubled, and of numbers that are not there: of some devices at once.
    const marks: Mark[] = Array.from({ length: 1 + pick(4) }, () => ({
      principal: people[pick(people.length)] ?? '',
      room,
      seq: pick(model.head + 5),
      tells: true,
    }))
    if (marks[0] && pick(2) === 0) marks.push(marks[0])
    const marked = await house.storage.write(({ sql }) => markSeats(sql, marks, 1))
    for (const { principal, seq } of marks) model.mark(principal, seq)
    for (const [at, { principal }] of marks.entries())
      expect(marked[at]?.read).toBeLessThanOrEqual(model.of(principal).read)
  },
]

test('[P-34] marks only go forward, and every count is what a recount says: late, doubled, erased, over restarts', async () => {
  const seed = SEED
  const random = seeded(seed)
  const pick = (most: number) => Math.floor(random() * most)
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-marks-'))
  const models = new Map(rooms.map((room) => [room, new Model()]))
  let house = await openReadingHouse({ folder })
  for (const id of people) await house.person(id)
  for (const room of rooms) {
    await house.makeRoom(room)
    for (const principal of people) await house.sql(({ sql }) => seat(sql, { principal, room }, 1))
  }
  for (let step = 1; step <= 400; step++) {
    const room = rooms[pick(rooms.length)] ?? ''
    const model = models.get(room)
    if (model) await deeds[pick(deeds.length)]?.({ house, models, pick }, room, model)
    if (step % 20 === 0) await compare(house, models, seed)
    if (step % 150 === 0) {
      await house.closeLane()
      await house.database.close()
      house = await openReadingHouse({ folder })
    }
  }
  await house.close()
  rmSync(folder, { recursive: true })
})

async function compare(house: ReadingHouse, models: ReadonlyMap<string, Model>, seed: number): Promise<void> {
  for (const who of people) {
    const told = await readMyRooms(house.storage.read, who)
    for (const [room, model] of models) {
      const { read, read_lines, lines, head, mentions, first_mention } = told.find((one) => one.room.id === room) ?? {}
      const now = { read, read_lines, lines, head, mentions, first: first_mention }
      expect([seed, who, room, now]).toEqual([seed, who, room, model.of(who)])
    }
  }
}

test('[HOUSE-13] where too much would have to be counted it is estimated, and exact again at the head', async () => {
  const house = await openReadingHouse()
  await house.person('pada')
  await house.makeRoom('r1')
  await house.sql(({ sql }) => seat(sql, { principal: 'pada', room: 'r1' }, 1))
  // Sixty thousand numbers, every third a message.
  await house.sql(async ({ sql }) => {
    await sql`
      with recursive n(seq) as (select 1 union all select seq + 1 from n where seq < 60000)
      insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire)
      select 'r1', seq, 1, case when seq % 3 = 0 then 'message.posted' else 'message.reacted' end, 'p', 'c' || seq, '', '{}'
      from n where true`
    await sql`update room_heads set seq = 60000, lines = 20000 where room_id = 'r1'`
  })
  const mark = async (seq: number) => {
    const [marked] = await house.storage.write(({ sql }) =>
      markSeats(sql, [{ principal: 'pada', room: 'r1', seq, tells: true }], 1),
    )
    return marked?.readLines
  }
  expect(await mark(9_000)).toBe(3_000)
  expect(await mark(34_500)).toBe(11_500)
  expect(await mark(59_999)).toBe(19_999)
  expect(await mark(60_000)).toBe(20_000)
  await house.close()
})
