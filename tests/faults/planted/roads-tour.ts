import { pngPicture } from '#tests/kit/make-pictures.ts'
import { PATIENCE_MS, TEST_MS } from '#tests/kit/patience.ts'
import { startS3 } from '#tests/kit/s3-server.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { Checker } from '../checker/checker.ts'
import { finalRooms } from '../final-rooms.ts'
import type { Deed, Entry } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import { isTea } from '../witness/download.ts'
import { PushRoad } from '../witness/push-road.ts'
import { putOut } from '../witness/roles.ts'
import { teaFile } from '../witness/tea-file.ts'
import { bringWitness, type Witness } from '../witness/witness.ts'
import type { Bug } from './bug.ts'
import { atMost, pass, startPlanted } from './start-planted.ts'
import type { Toured } from './tour.ts'

const ROOM = 'tea'
const ENV = { PUSH_ALLOW_PRIVATE: 'on', PUSH_AFTER_SECONDS: '1' }
/** A push that a push service refuses comes again after 5 s; a machine that does much else needs its time. */
const TOLD_WITHIN_MS = 20_000
const QUIET_MS = 5_000
const PLAY_MS = 45_000
const SETTLED_MS = 2_200

/** Ada speaks and rules, gus and hal listen by push, hal without words; ivy, too, until she is put out. */
type Cast = { ada: Witness; gus: Witness; hal: Witness; ivy: Witness }
type Scene = {
  server: TestServer
  cast: Cast
  road: PushRoad
  deeds: Deed[]
  /** The highest number that somebody was pushed. */
  pushed: ReadonlyMap<string, number>
  /** Waits, but not for ever: with a bug it may never come. */
  atMost(what: Promise<unknown>): Promise<void>
}

/**
 * What goes beside the socket: pushes of one message, of several, to who hides words and to who was put out, one that the push service
 * refuses for a moment, over a kill -9; files, whole and in parts, of a message that stands and of one that is erased. Without a bug it
 * is the control. `isQuick`: the push service refuses nothing, which would be waited for. `isInBucket`: the files lie in one.
 */
export async function tourRoads(
  bug: Bug | null,
  { isQuick = false, isInBucket = bug?.bucket === true } = {},
): Promise<Toured> {
  const startedT = monotonicMs()
  await using bucket = isInBucket ? await startS3() : null
  await using server = await startPlanted(bug, { env: { ...ENV, ...bucket?.env() } })
  const checker = new Checker({ faults: ['F-1'], roads: ['push', 'download'], toldWithinMs: TOLD_WITHIN_MS })
  const deeds: Deed[] = []
  const pushed = new Map<string, number>()
  const sink = (entry: Entry) => {
    checker.take(entry)
    if (entry.kind === 'pushed') pushed.set(entry.client, Math.max(entry.seq, pushed.get(entry.client) ?? 0))
  }
  const road = new PushRoad()
  const cast = await bringCast(server, sink)
  const patience = bug ? (bug.patienceMs ?? QUIET_MS) : PATIENCE_MS
  try {
    const scene = { server, cast, road, deeds, pushed, atMost: (what: Promise<unknown>) => atMost(patience, what) }
    await atMost(bug ? PLAY_MS : TEST_MS, play(scene, isQuick))
    using finals = finalRooms(server.dataDir)
    const report = checker.end(finals.rooms, deeds, monotonicMs())
    return { report, seconds: (monotonicMs() - startedT) / 1_000 }
  } finally {
    for (const witness of Object.values(cast)) witness.stop()
    await road.stop()
  }
}

async function bringCast({ url }: TestServer, sink: (entry: Entry) => void): Promise<Cast> {
  const bring = (client: string) => bringWitness({ client, url, sink, room: ROOM, name: client })
  const ada = await bring('ada')
  const [gus, hal, ivy] = await Promise.all([bring('gus'), bring('hal'), bring('ivy')])
  return { ada, gus, hal, ivy }
}

async function play(scene: Scene, isQuick: boolean): Promise<void> {
  const { cast, road } = scene
  await Promise.all([
    road.subscribes(cast.gus),
    road.subscribes(cast.hal, 'hidden'),
    road.subscribes(cast.ivy),
    road.subscribes(cast.ada),
  ])
  await tellOne(scene)
  await fileAndErase(scene)
  await putIvyOut(scene)
  const newest = await says(cast.gus, 'mine')
  if (!isQuick) road.refusesOnce(cast.gus)
  await kill(scene)
  await Promise.all(cast.gus.files.map((file) => cast.gus.downloads(file)))
  await told(scene, newest - 1, 'gus')
  await told(scene, newest, 'hal')
  await quiet(scene)
}

/** One message that stands alone, for what is said after it is taken back before anybody is told. */
async function tellOne(scene: Scene): Promise<void> {
  const { ada } = scene.cast
  const alone = await says(ada, 'tea alone')
  await erase(ada, await says(ada, 'taken back'))
  for (const client of ['gus', 'hal', 'ivy']) await told(scene, alone, client)
}

async function fileAndErase({ server, cast: { ada, gus, hal, ivy }, atMost: waits }: Scene): Promise<void> {
  const uploader = new Uploader(server, ada.token)
  const picture = { name: 'cup.png', bytes: new Uint8Array(pngPicture({ width: 40, height: 30 })) }
  const files = [picture, ...[300_000, 1_000].map((length) => teaFile(length, length))]
  for (const { name, bytes } of files) {
    const file = await uploader.uploads(ada.roomId, bytes, name)
    await says(ada, '', { files: [file] })
  }
  await waits(Promise.all([gus, hal, ivy].map((one) => one.when(() => one.files.length === files.length))))
  for (const file of gus.files)
    for (const what of ['whole', isTea(file) ? { from: 100, to: 899 } : 'small'] as const)
      await Promise.all([gus, ivy].map((one) => one.downloads(file, what)))
  await gus.listsFiles()
  await erase(ada, ada.own.at(-1) ?? 0)
  await waits(Promise.all([gus, hal].map((one) => one.hears(ada.shownUpTo))))
  for (const file of gus.files) await gus.downloads(file)
  await gus.listsFiles()
}

async function putIvyOut({ cast: { ada, ivy }, atMost: waits }: Scene): Promise<void> {
  await putOut(ada, ivy, 'ban')
  await says(ada, 'who is out hears nothing')
  await waits(Promise.all(ivy.files.map((file) => ivy.downloads(file))))
}

async function kill({ server, cast, deeds, atMost: waits }: Scene): Promise<void> {
  deeds.push({ t: monotonicMs(), kind: 'server_down' })
  await server.kill()
  deeds.push({ t: monotonicMs(), kind: 'fault', id: 'F-1', proof: 'the process has ended by SIGKILL' })
  await server.start()
  deeds.push({ t: monotonicMs(), kind: 'server_up' })
  const everybody = Object.values(cast)
  for (const { client } of everybody) client.retryNow()
  await waits(Promise.all(everybody.map((one) => one.when(() => one.client.status.name === 'online'))))
}

async function quiet({ cast: { ada, gus, hal }, atMost: waits }: Scene): Promise<void> {
  const inside = [ada, gus, hal]
  await waits(Promise.all(inside.map((one) => one.isThrough())))
  const most = Math.max(...inside.map(({ shownUpTo }) => shownUpTo))
  await waits(Promise.all(inside.map((one) => one.hears(most))))
  for (const one of inside) one.tellFolded()
  await pass(SETTLED_MS)
}

/** Number of what was said, once it was shown to who said it. */
async function says(witness: Witness, words: string, more: Parameters<Witness['post']>[1] = {}): Promise<number> {
  const before = witness.own.length
  witness.post(words, more)
  await witness.when(() => witness.own.length > before)
  return witness.own.at(-1) ?? 0
}

const erase = (witness: Witness, message: number) => witness.change((room) => room.erase(message, 'delete'))

async function told({ pushed, atMost: waits }: Scene, seq: number, client: string): Promise<void> {
  let isOver = false
  const comes = async () => {
    while (!isOver && (pushed.get(client) ?? 0) < seq) await pass(20)
  }
  await waits(comes())
  isOver = true
}
