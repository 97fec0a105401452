import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { type Line, line } from '#protocol/lines.ts'
import { pageAsOf } from '#sdk/page-as-of.ts'
import { fc } from '#tests/kit/chance.ts'
import { linesOf } from '#tests/kit/lines-of.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_HISTORY_BURST: '100000', LIMIT_JOINS_BURST: '100000' } })
})
afterAll(() => server.dispose())

const PEOPLE = 3
const whats = ['erased', 'edited', 'reactions', 'pinned'] as const
const kinds = ['🍵', '👍', '🎉'] as const

const who = fc.nat(PEOPLE - 1)
/** Which of the messages that are there: a part of their number. */
const which = fc.double({ min: 0, max: 0.999, noNaN: true })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: fc.constant('post' as const), who, which }) },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('edit' as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('erase' as const), who, which }) },
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constant('react' as const),
      who,
      which,
      kind: fc.constantFrom(...kinds),
      on: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('pin' as const), who, which, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('join' as const), who, which }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const first = { who: 0, which: 0 }
/** One of each, one after the other: chance may leave some out. */
const everything: Step[][] = [
  [{ name: 'post', ...first }],
  [{ name: 'post', ...first }],
  [{ name: 'edit', ...first }],
  [{ name: 'react', ...first, kind: '🍵', on: true }],
  [{ name: 'pin', ...first, on: true }],
  [{ name: 'erase', who: 0, which: 0.3 }],
]

/** People who change a room's messages, often several at one instant. */
class Crowd {
  readonly room: string
  readonly people: readonly Talker[]
  #said = 0
  #posts = 0

  constructor(room: string, people: readonly Talker[]) {
    this.room = room
    this.people = people
  }

  async does(step: Step): Promise<void> {
    const talker = this.people[step.who] ?? this.people[0]
    if (step.name === 'join') return void (await talker?.ok('room.join', { room: this.room }))
    const message = 1 + Math.floor(step.which * Math.max(1, this.#posts * 2))
    const fields = this.#fieldsOf(step, message)
    await talker?.ask(`message.${step.name}`, { room: this.room, cid: crypto.randomUUID(), ...fields })
  }

  #fieldsOf(step: Exclude<Step, { name: 'join' }>, message: number): object {
    switch (step.name) {
      case 'post':
        this.#posts++
        return { body: `said ${this.#said++}` }
      case 'edit':
        return { message, body: `said ${this.#said++}` }
      case 'erase':
        return { message, how: step.which < 0.5 ? 'recall' : 'delete' }
      case 'react':
        return { message, kind: step.kind, on: step.on }
      case 'pin':
        return { message, on: step.on }
    }
  }
}

test('[P-7] state and events give the fresh state, on every road, for every order of changes', async () => {
  const people: Talker[] = []
  for (let n = 0; n < PEOPLE; n++) people.push(await Talker.guest(server, `model ${n}`))
  let rooms = 0
  const met = { erased: 0, edited: 0, reactions: 0, pinned: 0 }
  const bursts = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(bursts, async (plan) => {
      const name = `model-${rooms++}`
      let room = ''
      for (const talker of people) room = await talker.joins(name)
      const witness = await Talker.looker(server)
      await witness.joins(name)
      const crowd = new Crowd(room, people)
      for (const burst of plan) await Promise.all(burst.map((one) => crowd.does(one)))
      for (const { now } of await agree(room, witness)) for (const what of whats) if (now?.[what]) met[what]++
      witness.close()
      for (const talker of people) await talker.ok('room.leave', { room })
    }),
    { numRuns: 25, examples: [[everything]] },
  )
  // Each of them was there to disagree about.
  expect(Object.values(met).every((count) => count > 0)).toBe(true)
})

/** All roads tell one story: history, a snapshot, a resume from the beginning, what was heard live, and single reads. */
async function agree(room: string, witness: Talker): Promise<readonly Line[]> {
  const history = v.parse(commands['room.history'].reply, await witness.ok('room.history', { room, limit: 500 }))
  await witness.hearsUpTo(history.head)
  const live = witness.events().filter(({ seq }, at, all) => all.findIndex((one) => one.seq === seq) === at)
  expect(live.map(({ seq }) => seq)).toEqual(Array.from({ length: history.head }, (_, at) => at + 1))
  expect(linesOf(live)).toEqual(history.lines)

  const late = await Talker.looker(server)
  const fresh = v.parse(commands['room.join'].reply, await late.ok('room.join', { room }))
  if (fresh.mode === 'resumed') throw new Error('a snapshot is expected')
  expect(pageAsOf(fresh.as_of, fresh, null).lines).toEqual(history.lines)
  expect(linesOf(await late.rereads(room))).toEqual(history.lines)

  const wordless = history.lines.filter((one) => one.erased !== undefined)
  const heard = JSON.stringify([history, fresh, late.events()])
  for (const words of saidIn(live, wordless)) expect(heard).not.toContain(JSON.stringify(words))
  const messages = history.lines.map(({ seq }) => seq).slice(0, 50)
  if (messages.length > 0)
    expect(v.parse(v.array(line), (await late.ok('message.get', { room, messages }))['lines'])).toEqual(
      history.lines.slice(0, 50),
    )
  const pins = v.parse(commands['room.pins'].reply, await late.ok('room.pins', { room }))
  const seqs = (lines: readonly Line[]) => lines.map(({ seq }) => seq).toSorted((a, b) => a - b)
  expect(seqs(pins.lines)).toEqual(seqs(history.lines.filter(({ now }) => now?.pinned)))
  late.close()
  return history.lines
}

/** All words that these messages ever had, as they were heard before they were erased. */
function saidIn(live: ReturnType<Talker['events']>, erased: readonly Line[]): string[] {
  const gone = new Set(erased.map(({ seq }) => seq))
  return live.flatMap((event) => {
    if (event.type === 'message.posted') return gone.has(event.seq) && event.body !== undefined ? [event.body] : []
    return event.type === 'message.edited' && gone.has(event.message) && event.body !== undefined ? [event.body] : []
  })
}
