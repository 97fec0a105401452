import { expect, test } from 'bun:test'
import { type Faults, Line, type Memory } from './line.ts'

const eventOf = (seq: number, cid: string) => ({ seq, at: 1, type: 'message.posted', cid, body: `said, "seq":${seq}` })

/** A server of a few answers, that can be told to break its promises. */
function serve(join: (fields: { after?: number }) => { answer: object; events: object[] }) {
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request, own) =>
      own.upgrade(request, { data: undefined }) ? undefined : new Response('', { status: 426 }),
    websocket: {
      message(socket, text) {
        const [ref, type, fields] = JSON.parse(String(text))
        const { answer, events } =
          type === 'room.join' ? join(fields) : { answer: { room: { id: 'r000000000000' } }, events: [] }
        socket.send(JSON.stringify([ref, 'ok', answer]))
        if (events.length > 0) socket.send(JSON.stringify([0, 'events', { events }]))
      },
    },
  })
}

async function comesBack(mode: string, events: object[], target = 3) {
  const faults: Faults = { notResumed: 0, lost: 0, doubled: 0, again: 0 }
  const memory: Memory = { token: 't', name: 'back', roomName: 'r', room: '', epoch: '', cursor: 0 }
  const server = serve(({ after }) =>
    after === undefined
      ? { answer: { mode: 'fresh', epoch: 'e1', as_of: 1 }, events: [] }
      : { answer: { mode, as_of: target }, events },
  )
  const line = new Line(memory, faults)
  const come = async (): Promise<void> => {
    const there = Promise.withResolvers<void>()
    line.onThere = () => there.resolve()
    line.connect(server.port ?? 0)
    await there.promise
  }
  try {
    await come()
    expect(memory).toMatchObject({ room: 'r000000000000', epoch: 'e1', cursor: 1 })
    line.cut()
    line.target = target
    await come()
    return { ...faults, cursor: memory.cursor }
  } finally {
    line.cut()
    await server.stop(true)
  }
}

const right = [eventOf(2, 'a'), eventOf(3, 'b')]

test('[PERF-15] who resumes and gets each missed number once has no fault to tell of', async () => {
  const clean = { notResumed: 0, lost: 0, doubled: 0, again: 0, cursor: 3 }
  expect(await comesBack('resumed', right)).toEqual(clean)
  // What it has already is dropped, as the protocol says.
  expect(await comesBack('resumed', [eventOf(1, 'z'), ...right])).toEqual(clean)
})

test('[PERF-15] a hole, a message under two numbers and a snapshot instead of a resume are counted', async () => {
  expect(await comesBack('resumed', [eventOf(3, 'b')])).toMatchObject({ lost: 1, doubled: 0 })
  expect(await comesBack('resumed', [eventOf(2, 'a'), eventOf(3, 'a')])).toMatchObject({ lost: 0, doubled: 1 })
  expect(await comesBack('reset', [])).toMatchObject({ notResumed: 1, cursor: 3 })
})

test('[PERF-15] who is refused on the way comes again, and it is counted', async () => {
  const refused = Promise.withResolvers<void>()
  const faults: Faults = { notResumed: 0, lost: 0, doubled: 0, again: 0 }
  Object.defineProperty(faults, 'again', { get: () => 0, set: () => refused.resolve() })
  const probe = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = probe
  probe.stop(true)
  const line = new Line(null, faults)
  const there = Promise.withResolvers<void>()
  line.onThere = () => there.resolve()
  line.connect(port)
  await refused.promise
  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port },
    fetch: (request, own) => (own.upgrade(request, { data: undefined }) ? undefined : new Response('')),
    websocket: { message() {} },
  })
  await there.promise
  line.cut()
  await server.stop(true)
  expect(faults).toMatchObject({ lost: 0, doubled: 0 })
})
