import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Contestant, contestants, out } from './contestants.ts'
import { tokenOf, Visitor } from './growth/visitor.ts'
import { passIndex } from './history/fill-talk.ts'
import { keepOffServer, reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { killWhileTalking, leaveWal, type Start } from './recovery.ts'
import { fillRoom, openStore, ROOM_NAME } from './search/fill-room.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { deliverBare, deliverOurs, type People } from './start/deliver.ts'

/** From the start of the process to its readiness, and to the first message that another one has. Milliseconds. */
export type StartRun = { readyMs: number; deliveredMs: number }
export type StartResults = {
  messages: number
  logBytes: number
  bare: StartRun[]
  empty: StartRun[]
  filled: StartRun[]
  killed: Start[]
}

/** A start takes a third of a second: many of them cost little. */
const TRIES_A_ROUND = 3
const LOOK_MS = 2

/** Scenario (PERF-11): start to the first delivered message, beside a bare loop; with many messages; and after kill -9. */
export async function measureStart(
  teahouse: Contestant,
  options: Options,
  say: (line: string) => void,
): Promise<StartResults> {
  const bun0 = contestants.find(({ key }) => key === 'bun0')
  if (!bun0) throw new Error('the bare loop is missing')
  mkdirSync(out, { recursive: true })
  const [empty, filled] = [mkdtempSync(path.join(out, 'start-')), mkdtempSync(path.join(out, 'start-'))]
  try {
    await fillRoom(filled, options.messages)
    const store = await openStore(filled)
    await store.storage.write(passIndex)
    await store.close()
    const logBytes = statSync(path.join(filled, 'teahouse.sqlite')).size
    say(`a room of ${options.messages} messages, ${Math.round(logBytes / 1e6)} MB`)
    const busy = options.busyOk ? null : await reasonBusy(options.calmS)
    if (busy) throw new Error(busy)
    keepOffServer()
    const houses = { empty: await prepare(teahouse, empty), filled: await prepare(teahouse, filled) }
    const results: StartResults = { messages: options.messages, logBytes, bare: [], empty: [], filled: [], killed: [] }
    for (let at = 0; at < options.rounds * TRIES_A_ROUND; at++) {
      results.bare.push(await startOnce(bun0, ({ port }) => deliverBare(port)))
      results.empty.push(await startOnce(houses.empty.contestant, ({ port }) => deliverOurs(port, houses.empty.people)))
      results.filled.push(
        await startOnce(houses.filled.contestant, ({ port }) => deliverOurs(port, houses.filled.people)),
      )
      say(
        `delivered after: Bun0 ${told(results.bare)}, empty ${told(results.empty)}, filled ${told(results.filled)} ms`,
      )
    }
    for (let round = 0; round < options.rounds; round++) {
      results.killed.push(
        await killWhileTalking(houses.filled.contestant, filled),
        await leaveWal(houses.filled.contestant, filled),
      )
      say(
        `after kill -9: ready in ${results.killed
          .slice(-2)
          .map(({ readyMs }) => Math.round(readyMs))
          .join(' and ')} ms`,
      )
    }
    return results
  } finally {
    for (const folder of [empty, filled]) rmSync(folder, { recursive: true, force: true })
  }
}

type House = { contestant: Contestant; people: People }

/** Two people who have been there before: whoever comes after a start is no new guest. */
async function prepare(teahouse: Contestant, folder: string): Promise<House> {
  const contestant = { ...teahouse, env: { ...teahouse.env, DATA_DIR: folder } }
  const server = await startServer(contestant)
  try {
    const [sender, reader] = [await tokenOf(server), await tokenOf(server)]
    const visitors = [
      await Visitor.enter(server.port, sender, 'sender'),
      await Visitor.enter(server.port, reader, 'reader'),
    ]
    const room = (await visitors[0]?.open(ROOM_NAME)) ?? ''
    for (const visitor of visitors) visitor.leave()
    return { contestant, people: { sender, reader, room } }
  } finally {
    await server.stop()
  }
}

async function startOnce(contestant: Contestant, deliver: (server: ServerProcess) => Promise<void>): Promise<StartRun> {
  const startMs = performance.now()
  const server = await startServer(contestant, { lookMs: LOOK_MS })
  try {
    const readyMs = performance.now() - startMs
    await deliver(server)
    return { readyMs, deliveredMs: performance.now() - startMs }
  } finally {
    await server.stop()
  }
}

const told = (runs: readonly StartRun[]): string => String(Math.round(runs.at(-1)?.deliveredMs ?? 0))
