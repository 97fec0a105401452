import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { openModel, Screen } from '#tests/kit/client-on-model.ts'
import type { Fault } from '#tests/kit/model-server.ts'

type Step =
  | { do: 'post'; who: 0 | 1; room: 'tea' | 'hall' }
  | { do: 'cut' | 'heads' | 'reload' | 'goaway' | 'outage' | 'loseFrames' | 'retryNow' }
  | { do: 'fail'; fault: Fault; times: number }
  | { do: 'pass'; ms: number }

const faults: Fault[] = [
  'cut-before',
  'cut-after',
  'unknown-done',
  'unknown-lost',
  'silent',
  { code: 'rate_limited', retry_after_ms: 700 },
  { code: 'busy', retry_after_ms: 50 },
  { code: 'storage_full' },
]

const post = fc.record<Step & { do: 'post' }>({
  do: fc.constant('post'),
  who: fc.constantFrom(0, 1),
  room: fc.constantFrom('tea', 'hall'),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: post, weight: 6 },
  { arbitrary: fc.record<Step & { do: 'pass' }>({ do: fc.constant('pass'), ms: fc.nat(2_000) }), weight: 4 },
  {
    arbitrary: fc.record<Step & { do: 'fail' }>({
      do: fc.constant('fail'),
      fault: fc.constantFrom(...faults),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    weight: 3,
  },
  {
    arbitrary: fc
      .constantFrom('cut', 'heads', 'reload', 'goaway', 'outage', 'loseFrames', 'retryNow')
      .map((name): Step => ({ do: name })),
    weight: 3,
  },
)

/** Two people in two rooms, one of them reloading the page now and then, while everything goes wrong. */
function openStory(seed: number) {
  const model = openModel({ seed, principal: true })
  const { world, server, connect } = model
  const names = ['ada', 'bob']
  let clients = names.map((name) => connect(name))
  const look = () =>
    clients.map((client) => ({ tea: new Screen(client.room('tea')), hall: new Screen(client.room('hall')) }))
  let screens = look()
  const posted = { tea: [[], []] as string[][], hall: [[], []] as string[][] }
  let count = 0
  let failing: { fault: Fault; times: number } | null = null
  let lost = 0
  server.fault = (name) => {
    if (!failing || failing.times === 0 || name === 'hello') return null
    failing.times--
    return failing.fault
  }
  server.loses = () => lost-- > 0
  server.losesPage = () => false

  const run = async (one: Step) => {
    switch (one.do) {
      case 'post': {
        const body = `${names[one.who]} ${++count}`
        posted[one.room][one.who]?.push(body)
        screens[one.who]?.[one.room].room.post(body)
        // A message that was not kept yet may die with its page: F-10 speaks of what is in the outbox.
        return world.settle()
      }
      case 'pass':
        return world.pass(one.ms)
      case 'fail':
        failing = { ...one }
        return
      case 'cut':
        return server.cutAll()
      case 'heads':
        return server.heads()
      case 'goaway':
        return server.tellAll([0, 'goaway', { after_ms: 800 }])
      case 'loseFrames':
        lost = 3
        return
      case 'retryNow':
        for (const client of clients) client.retryNow()
        return
      case 'outage': {
        server.up = false
        server.cutAll()
        await world.pass(3_000)
        server.up = true
        return
      }
      case 'reload': {
        await world.settle()
        for (const client of clients) client.stop()
        clients = names.map((name) => connect(name))
        screens = look()
        return
      }
    }
  }

  const end = async () => {
    failing = null
    lost = 0
    server.up = true
    for (let turn = 0; turn < 5; turn++) {
      await world.pass(25_000)
      server.heads()
    }
    await world.pass(5_000)
    return { posted, screens, server }
  }
  return { run, end }
}

test('[P-2] [P-5] [P-8] [P-10] [P-11] whatever fails: stored once, in order, shown once', async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), async (steps, seed) => {
    const story = openStory(seed)
    for (const one of steps) await story.run(one)
    const { posted, screens, server } = await story.end()
    for (const room of ['tea', 'hall'] as const) {
      const stored = server.bodies(room)
      for (const [who, name] of ['ada', 'bob'].entries()) {
        expect(stored.filter((body) => body.startsWith(name))).toEqual(posted[room][who] ?? [])
        const screen = screens[who]?.[room]
        expect(screen?.unsent).toEqual([])
        const seqs = screen?.lines.map(({ seq }) => seq) ?? []
        const first = seqs[0] ?? 1
        expect(seqs).toEqual(Array.from({ length: stored.length - first + 1 }, (_, n) => first + n))
        expect(screen?.bodies).toEqual(stored.slice(first - 1))
      }
    }
  })
  await fc.assert(property, { numRuns: 150 })
})
