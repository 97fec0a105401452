import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { isNotice } from '#protocol/notices.ts'
import { foldMembers, foldRole, foldRoom, type Member } from '#protocol/room-fold.ts'
import type { Role, RoomInfo } from '#protocol/room-info.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { fc } from '#tests/kit/chance.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { cid, makes } from './room-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_JOINS_BURST: '100000', LIMIT_HISTORY_BURST: '100000' } })
})
afterAll(() => server.dispose())

const PEOPLE = 4
const who = fc.nat(PEOPLE - 1)
/** Often who has the room at first: others may do little. */
const doer = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: who })
const how = fc.constantFrom('add', 'remove', 'ban', 'pardon', 'pardon', 'hand_over', 'add', 'add')
const change = fc.record(
  {
    title: fc.constantFrom('Tea', 'Bread'),
    topic: fc.constantFrom('', 'about tea'),
    accent: fc.constantFrom(null, 30, 200),
    access: fc.constantFrom('open', 'link'),
    archived: fc.boolean(),
  },
  { requiredKeys: [] },
)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ name: fc.constant('member' as const), who: doer, whom: who, how }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('change' as const), who: doer, change }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('join' as const), who }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('quit' as const), who }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('post' as const), who }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const acts = (how: Extract<Step, { name: 'member' }>['how'], whom: number): Step[] => [
  { name: 'member', who: 0, whom, how },
]
/** One of each, one after the other: chance may leave some out. */
const everything: Step[][] = [
  ...[1, 2].flatMap((who): Step[][] => [acts('add', who), [{ name: 'join', who }]]),
  acts('remove', 1),
  acts('ban', 1),
  acts('pardon', 1),
  acts('add', 1),
  [{ name: 'change', who: 0, change: { title: 'Bread' } }],
  [{ name: 'quit', who: 2 }],
  acts('hand_over', 1),
]

async function does(people: readonly Talker[], room: string, step: Step): Promise<void> {
  const talker = people[step.who]
  if (!talker) return
  const at = { room, cid: cid() }
  if (step.name === 'member') await talker.ask(`member.${step.how}`, { ...at, person: people[step.whom]?.id })
  else if (step.name === 'change') await talker.ask('room.change', { ...at, ...step.change })
  else if (step.name === 'join') await talker.ask('room.join', { room })
  else if (step.name === 'quit') await talker.ask('room.quit', at)
  else await talker.ask('message.post', { ...at, body: 'x' })
}

type State = { info: RoomInfo; members: readonly Member[]; roles: Map<string, Role | null> }

const after = ({ info, members, roles }: State, event: RoomEvent): State =>
  isNotice(event)
    ? {
        info: foldRoom(info, event),
        members: foldMembers(members, info, event),
        roles: new Map([...roles].map(([id, role]) => [id, foldRole(role, id, info, event)])),
      }
    : { info, members, roles }

const byId = (members: readonly Member[]) =>
  members.toSorted((one, other) => (one.person.id < other.person.id ? -1 : 1))

test('[P-7] [C-9] rooms, members and what one is there: state and events give the fresh state, on every road', async () => {
  const people: Talker[] = []
  for (let n = 0; n < PEOPLE; n++) people.push(await Talker.guest(server, `model of rooms ${n}`))
  const [maker] = people
  if (!maker) throw new Error('nobody is there')
  const met = new Set<string>()
  const bursts = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 3, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('open' as const, 'private' as const), bursts, async (access, plan) => {
      const room = await makes(maker, { access, title: 'Tea' })
      const first: State = {
        info: room,
        members: byId(await membersOf(maker, room.id)),
        roles: new Map(people.map(({ id }) => [id, id === maker.id ? 'owner' : null])),
      }
      for (const burst of plan) await Promise.all(burst.map((one) => does(people, room.id, one)))
      const readers = await agree(first, people)
      for (const { event } of readers) met.add(event)
      for (const talker of people) await talker.ask('room.leave', { room: room.id })
    }),
    { numRuns: 40, examples: [['private', everything]] },
  )
  for (const kind of ['added', 'removed', 'banned', 'pardoned', 'owner', 'left', 'room.changed', 'owner joined'])
    expect([kind, met.has(kind)]).toEqual([kind, true])
})

async function membersOf(talker: Talker, room: string): Promise<Member[]> {
  return v.parse(commands['room.members'].reply, await talker.ok('room.members', { room })).members
}

/** Whoever may still read the room is told the same by all roads: the log from its beginning, a snapshot, a page. */
async function agree(first: State, people: readonly Talker[]): Promise<{ event: string }[]> {
  const { id } = first.info
  const found: { event: string }[] = []
  for (const talker of people) {
    const answer = await talker.ask('room.join', { room: id })
    if (answer.kind === 'no') {
      expect(answer.body['code']).toBe(first.info.access === 'private' ? 'not_found' : 'banned')
      continue
    }
    const fresh = v.parse(commands['room.join'].reply, answer.body)
    if (fresh.mode === 'resumed') throw new Error('a snapshot is expected')
    const events = await talker.rereads(id)
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: fresh.as_of }, (_, at) => at + 1))
    const state = events.reduce(after, first)
    expect(state.info).toEqual(fresh.room)
    expect(state.roles.get(talker.id) ?? undefined).toBe(fresh.role)
    expect(byId(state.members).map(({ person, role }) => [person.id, role])).toEqual(
      (await membersOf(talker, id)).map(({ person, role }) => [person.id, role]),
    )
    const notices = events.filter(isNotice)
    expect([...fresh.notices, ...fresh.events.filter(isNotice)]).toEqual(notices.slice(-100))
    const history = v.parse(commands['room.history'].reply, await talker.ok('room.history', { room: id, limit: 500 }))
    expect(history.notices).toEqual(notices.slice(-100))
    for (const event of notices) found.push({ event: event.type === 'member.changed' ? event.how : event.type })
    if (fresh.role === 'owner') found.push({ event: 'owner joined' })
  }
  return found
}
