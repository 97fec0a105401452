import { type FaultProxy, startProxy } from '#tests/kit/fault-proxy.ts'
import { PATIENCE_MS, TEST_MS } from '#tests/kit/patience.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Chance } from '../chance.ts'
import { Checker } from '../checker/checker.ts'
import { finalRooms } from '../final-rooms.ts'
import type { Deed, Report } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import { letIn, putOut, readAllRoads, talk } from '../witness/roles.ts'
import type { Sink } from '../witness/wire.ts'
import { bringWitness, type Witness } from '../witness/witness.ts'
import { Disk } from '../world/disk.ts'
import type { Bug } from './bug.ts'
import { atMost, pass, startPlanted } from './start-planted.ts'

const ROOM = 'tea'
const TALK_MS = 700
/** Until what was said is stored, where nobody can hear of it. */
const STORED_MS = 200
/** More than a page of a resume: 64 KiB. */
const MISSED = 450
const NEWCOMERS = 3
const DISK_MEGABYTES = 200
/** What is waited for may never come with a bug; the control has patience, and what it finds is not the machine's fault. */
const QUIET_MS = 3_000
/** The whole of it; a bug may stop it anywhere. */
const PLAY_MS = 40_000
/** The checker lets who has just joined be on the way for so long. */
const SETTLED_MS = 2_200

export type Toured = { report: Report; seconds: number }

/** How the server ends in the middle of the talk: F-1, or F-2, which takes a file system of its own. */
export type Ending = 'kill' | 'power loss'

type Cast = { ada: Witness; bob: Witness; cy: Witness; dan: Witness; eve: Witness; fay: Witness }
type Scene = {
  /** Waits, but not for ever: with a bug it may never come. */
  atMost(what: Promise<unknown>): Promise<void>
  server: TestServer
  disk: Disk | null
  endings: number
  sink: Sink
  cast: Cast
  /** The lines of cy and of dan. */
  lines: { cy: FaultProxy; dan: FaultProxy }
  chance: Chance
  fault(id: string, proof: string): void
}

/**
 * A short run in which all happens that a planted bug may need: talk and changes, lost answers, an absence of more than a page, erasures
 * meanwhile, a ban, newcomers, a kill -9. Without a bug it is the control, and has to be clean.
 */
export async function tour(bug: Bug | null, ending: Ending = bug?.needs ?? 'kill', seed = 1): Promise<Toured> {
  const startedT = monotonicMs()
  using disk = ending === 'power loss' ? openDisk() : null
  await using server = await startPlanted(bug, disk ? { dataDir: disk.dataDir } : {})
  await using cyLine = await startProxy(server)
  await using danLine = await startProxy(server)
  const checker = new Checker({ faults: [disk ? 'F-2' : 'F-1', 'F-6'] })
  const deeds: Deed[] = []
  const sink: Sink = (entry) => checker.take(entry)
  const lines = { cy: cyLine, dan: danLine }
  const cast = await bringCast(server, lines, sink)
  const fault = (id: string, proof: string) => void deeds.push({ t: monotonicMs(), kind: 'fault', id, proof })
  try {
    const patience = bug ? (bug.patienceMs ?? QUIET_MS) : PATIENCE_MS
    const endings = bug?.endings ?? 1
    const scene = { server, disk, endings, sink, cast, lines, chance: new Chance(seed), fault }
    await atMost(bug ? PLAY_MS : TEST_MS, play({ ...scene, atMost: (what) => atMost(patience, what) }))
    using finals = finalRooms(server.dataDir)
    const report = checker.end(finals.rooms, deeds, monotonicMs())
    return { report, seconds: (monotonicMs() - startedT) / 1_000 }
  } finally {
    for (const witness of Object.values(cast)) witness.stop()
  }
}

function openDisk(): Disk & Disposable {
  const disk = Disk.open(DISK_MEGABYTES)
  return Object.assign(disk, { [Symbol.dispose]: () => disk.close() })
}

async function bringCast(server: TestServer, lines: Scene['lines'], sink: Sink): Promise<Cast> {
  const bring = (client: string, url = server.url) =>
    bringWitness({ client, url, sink, room: ROOM, name: client, most: 100_000 })
  // The first one makes the room, and owns it.
  const ada = await bring('ada')
  const [bob, cy, dan, eve, fay] = await Promise.all([
    bring('bob'),
    bring('cyrus', lines.cy.url),
    bring('daniel', lines.dan.url),
    bring('eve'),
    bring('fay'),
  ])
  return { ada, bob, cy, dan, eve, fay }
}

async function play(scene: Scene): Promise<void> {
  const { server, cast, chance, sink, atMost } = scene
  const stop = new AbortController()
  const roads = readAllRoads(cast.fay, stop.signal, 150)
  for (const witness of [cast.ada, cast.bob, cast.cy]) talk(witness, { perSecond: 40, until: stop.signal, chance })
  await pass(TALK_MS)
  await endUnderLoad(scene)
  await loseAnswers(scene)
  await banAndPardon(scene)
  const newcomers: Witness[] = []
  for (let n = 0; n < NEWCOMERS; n++)
    newcomers.push(
      await bringWitness({ client: `newcomer${n}`, url: server.url, sink, room: ROOM, name: `newcomer${n}` }),
    )
  await missMuch(scene)
  stop.abort()
  await atMost(roads)
  await quiet(scene, [...Object.values(cast), ...newcomers])
  for (const witness of newcomers) witness.stop()
}

/** F-1 or F-2, in the middle of the talk. */
async function endUnderLoad(scene: Scene): Promise<void> {
  for (let times = 0; times < scene.endings; times++) {
    if (scene.disk) await losePower(scene, scene.disk)
    else await kill(scene)
    await comeBack(scene)
  }
}

async function kill({ server, fault }: Scene): Promise<void> {
  await server.kill()
  fault('F-1', 'the process has ended by SIGKILL')
  await server.start()
}

/** The process stands still when the power goes: it never sees the disk refuse. */
async function losePower({ server, fault }: Scene, disk: Disk): Promise<void> {
  process.kill(server.pid, 'SIGSTOP')
  disk.losePower()
  await server.kill()
  disk.unmount()
  disk.mount()
  fault('F-2', 'what the file system had not synced is gone')
  await server.start()
}

async function comeBack({ cast, atMost }: Scene): Promise<void> {
  const everybody = Object.values(cast)
  for (const { client } of everybody) client.retryNow()
  await atMost(Promise.all(everybody.map((one) => one.when(() => one.client.status.name === 'online'))))
  await pass(TALK_MS)
}

/** F-6: what cy has sent is stored, and the answer does not come through. */
async function loseAnswers({ cast: { cy }, lines, fault, atMost }: Scene): Promise<void> {
  const before = lines.cy.cuts
  for (let times = 0; times < 4; times++) {
    // One message is on its way by then, and stored: a person's leave one after the other.
    lines.cy.set({ down: { hold: true } })
    await pass(STORED_MS)
    lines.cy.cut()
    lines.cy.release()
    await atMost(cy.when(() => cy.client.status.name !== 'online'))
    cy.client.retryNow()
    await atMost(cy.when(() => cy.client.status.name === 'online'))
    await pass(100)
  }
  fault('F-6', lines.cy.cuts > before ? `cut ${lines.cy.cuts - before} times` : '')
}

/** Dan is away while more is said than a page holds, and some of it erased. */
async function missMuch({ cast: { ada, bob, dan }, lines, atMost }: Scene): Promise<void> {
  await atMost(bob.isThrough())
  lines.dan.refuse()
  const said = Array.from({ length: MISSED }, (_, n) => bob.post(`tea for who is away, ${n}`))
  await atMost(bob.isThrough())
  // The oldest that it remembers lie in what dan's resume has to read from the log.
  const doomed = bob.own.slice(0, 5)
  await Promise.all(doomed.map((message) => bob.change((room) => room.erase(message, 'delete'))))
  await atMost(ada.hears(bob.shownUpTo))
  lines.dan.accept()
  dan.client.retryNow()
  await atMost(dan.hears(said.length === MISSED ? bob.shownUpTo : 0))
}

async function banAndPardon({ cast: { ada, eve } }: Scene): Promise<void> {
  await putOut(ada, eve, 'ban')
  await pass(300)
  await letIn(ada, eve)
  await pass(100)
}

async function quiet({ atMost }: Scene, witnesses: readonly Witness[]): Promise<void> {
  await atMost(Promise.all(witnesses.map((witness) => witness.isThrough())))
  const most = () => Math.max(...witnesses.map(({ shownUpTo }) => shownUpTo))
  await atMost(Promise.all(witnesses.map((witness) => witness.hears(most()))))
  for (const witness of witnesses) witness.tellFolded()
  await pass(SETTLED_MS)
}
