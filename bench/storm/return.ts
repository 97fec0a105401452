import * as v from 'valibot'
import { type Contestant, contestants } from '../contestants.ts'
import { tokenOf, Visitor } from '../growth/visitor.ts'
import { Guests } from '../guests.ts'
import { cpuSeconds, descriptorLimit } from '../machine.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { quantile } from '../statistics.ts'
import { Elsewhere, type Heard } from './elsewhere.ts'
import { Returners } from './returners-process.ts'

/** From the order to come back until half, almost all, and the last had everything; ms. */
export type Return = { p50: number; p99: number; last: number; serverSeconds: number }
export type OurReturn = Return & { notResumed: number; lost: number; doubled: number; again: number; elsewhere: Heard }
export type ReturnResults = {
  clients: number
  rooms: number
  missed: number
  usual: Heard
  ours: OurReturn[]
  bare: Return[]
}

const OF_A_ROOM = 500
/** Said in each room while everybody is away. */
const MISSED = 5
const AWAY_MS = 500
const USUAL_MS = 5_000
const SPARE_DESCRIPTORS = 1_000
const MOST_ROUNDS = 2

/** 15,000 bare sockets that all go and all come back at once (PERF-15): what they must have, how long it takes beside a bare loop, and what another room notices. */
export async function measureReturn(
  teahouse: Contestant,
  { clients, rounds }: { clients: number; rounds: number },
  say: (line: string) => void,
): Promise<ReturnResults> {
  if (descriptorLimit() < clients + SPARE_DESCRIPTORS)
    throw new Error(`only ${descriptorLimit()} file descriptors a process`)
  const rooms = Math.ceil(clients / OF_A_ROOM)
  const times = Math.min(MOST_ROUNDS, rounds)
  const bare = await returnToBare(clients, times)
  for (const one of bare) say(`bare loop: ${told(one)}`)
  return { ...(await returnToOurs(teahouse, { clients, rooms, rounds: times }, say)), bare }
}

async function returnToBare(clients: number, rounds: number): Promise<Return[]> {
  const bun0 = contestants.find(({ key }) => key === 'bun0')
  if (!bun0) throw new Error('the bare loop is missing')
  const server = await startServer(bun0)
  const crowd = new Returners(server.port, { rooms: 1, clients, tokens: '-' })
  const all: Return[] = []
  try {
    await crowd.here()
    for (let round = 0; round < rounds; round++) {
      await crowd.cut()
      await Bun.sleep(AWAY_MS)
      all.push(await timed(server, async () => (await crowd.back([])).back))
    }
    return all
  } finally {
    await crowd.stop()
    await server.stop()
  }
}

type Plan = { clients: number; rooms: number; rounds: number }

async function returnToOurs(
  teahouse: Contestant,
  { clients, rooms, rounds }: Plan,
  say: (line: string) => void,
): Promise<Omit<ReturnResults, 'bare'>> {
  const server = await startServer({
    ...teahouse,
    env: {
      ...teahouse.env,
      LIMIT_ROOMS_PER_HOUR: '1000000',
      LIMIT_JOINS_BURST: '1000000',
      LIMIT_JOINS_PER_SECOND: '1000000',
    },
  })
  const elsewhere = new Elsewhere()
  let [crowd, speaker]: [Returners | null, Visitor | null] = [null, null]
  try {
    const guests = new Guests(server.port, server.folder, 'returners')
    await guests.make(clients)
    crowd = new Returners(server.port, { rooms, clients, tokens: guests.file })
    await crowd.here()
    say(`${clients} bare sockets in ${rooms} rooms`)
    await elsewhere.open(server)
    speaker = await Visitor.enter(server.port, await tokenOf(server), 'speaker')
    const usual = await elsewhere.during(Bun.sleep(USUAL_MS))
    const ours: OurReturn[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(await returnOnce({ server, crowd, speaker, elsewhere }, rooms))
      const last = ours.at(-1)
      if (last)
        say(
          `all back: ${told(last)}; ${last.notResumed} not resumed, ${last.lost} lost, ${last.doubled} doubled; elsewhere p99 ${usual.p99.toFixed(1)} → ${last.elsewhere.p99.toFixed(1)} ms`,
        )
    }
    return { clients, rooms, missed: MISSED, usual, ours }
  } finally {
    elsewhere.close()
    speaker?.leave()
    await crowd?.stop()
    await server.stop()
  }
}

type Cast = { server: ServerProcess; crowd: Returners; speaker: Visitor; elsewhere: Elsewhere }

async function returnOnce({ server, crowd, speaker, elsewhere }: Cast, rooms: number): Promise<OurReturn> {
  const faults = { notResumed: 0, lost: 0, doubled: 0, again: 0 }
  const storm = (async () => {
    await crowd.cut()
    await Bun.sleep(AWAY_MS)
    const targets = await sayInEach(speaker, rooms)
    return timed(server, async () => {
      const { back, ...counted } = await crowd.back(targets)
      Object.assign(faults, counted)
      return back
    })
  })()
  const heard = await elsewhere.during(storm)
  return { ...(await storm), ...faults, elsewhere: heard }
}

const storedShape = v.object({ seq: v.number() })

/** Says what they will have missed; the last number of each room. */
async function sayInEach(speaker: Visitor, rooms: number): Promise<number[]> {
  const targets: number[] = []
  for (let n = 0; n < rooms; n++) {
    const room = await speaker.open(`return-${n}`)
    await speaker.ask('room.join', { room })
    let last = 0
    for (let at = 0; at < MISSED; at++) {
      const { fields } = await speaker.ask('message.post', { room, cid: crypto.randomUUID(), body: `missed ${at}` })
      last = v.parse(storedShape, fields).seq
    }
    await speaker.ask('room.leave', { room })
    targets.push(last)
  }
  return targets
}

async function timed(server: ServerProcess, back: () => Promise<number[]>): Promise<Return> {
  const [startMs, startSeconds] = [Date.now(), cpuSeconds(server.pids())]
  const took = (await back()).map((ms) => ms - startMs)
  const serverSeconds = cpuSeconds(server.pids()) - startSeconds
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), last: Math.max(...took), serverSeconds }
}

const told = ({ p50, last, serverSeconds }: Return): string =>
  `half back after ${Math.round(p50)} ms, the last after ${Math.round(last)} ms, ${serverSeconds.toFixed(2)} s of the server's processor`
