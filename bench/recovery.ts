import { Database } from 'bun:sqlite'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { type Contestant, out } from './contestants.ts'
import { passIndex } from './history/fill-talk.ts'
import { reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { fillRoom, openStore, ROOM_NAME } from './search/fill-room.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** One start after a kill: from the start of the process to `/readyz`, and to a new message of somebody that is stored. */
export type Start = { walBytes: number; readyMs: number; saidMs: number; acknowledged: number; lost: number }
export type RecoveryResults = { messages: number; logBytes: number; killed: Start[]; leftBehind: Start[] }

const WAL_BYTES = 64 * 1024 * 1024
const SENDERS = 20
const TALK_MS = 3_000
const LOOK_MS = 10

/** Scenario: kill -9 with a million messages, while people talk and with a large write-ahead log; how soon is it ready again? (P-15) */
export async function measureRecovery(
  teahouse: Contestant,
  options: Options,
  say: (line: string) => void,
): Promise<RecoveryResults> {
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'recovery-'))
  const contestant = { ...teahouse, env: { ...teahouse.env, DATA_DIR: folder } }
  try {
    await fillRoom(folder, options.messages)
    const store = await openStore(folder)
    await store.storage.write(passIndex)
    await store.close()
    const logBytes = statSync(databaseOf(folder)).size
    say(`a room of ${options.messages} messages, ${Math.round(logBytes / 1e6)} MB`)
    const busy = options.busyOk ? null : await reasonBusy(options.calmS)
    if (busy) throw new Error(busy)
    const results: RecoveryResults = { messages: options.messages, logBytes, killed: [], leftBehind: [] }
    for (let round = 0; round < options.rounds; round++) {
      results.killed.push(await killWhileTalking(contestant, folder))
      say(`killed while people talk: ${told(results.killed)}`)
      results.leftBehind.push(await leaveWal(contestant, folder))
      say(`a write-ahead log left behind: ${told(results.leftBehind)}`)
    }
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const databaseOf = (folder: string): string => path.join(folder, 'teahouse.sqlite')
const walOf = (folder: string): number => statSync(`${databaseOf(folder)}-wal`, { throwIfNoEntry: false })?.size ?? 0

/** kill -9 while people talk as fast as they are answered, then a new start. The folder has the room of the bench. */
export async function killWhileTalking(contestant: Contestant, folder: string): Promise<Start> {
  const server = await startServer(contestant)
  const guests = await Promise.all(Array.from({ length: SENDERS }, () => bring(server, newName('sender'))))
  const acknowledged: number[] = []
  let isOver = false
  const talking = guests.map(async ({ client, room }) => {
    const id = (await client.call('room.open', { name: ROOM_NAME })).room.id
    while (!isOver) {
      const stored = await client
        .call('message.post', { room: id, cid: crypto.randomUUID(), body: 'tea' })
        .catch(() => null)
      if (stored) acknowledged.push(stored.seq)
      else isOver = true
    }
    return room
  })
  await Bun.sleep(TALK_MS)
  await server.kill()
  isOver = true
  for (const guest of guests) guest.leaves()
  await Promise.all(talking)
  return startAgain(contestant, folder, acknowledged)
}

/** A start with a write-ahead log that no checkpoint has shortened. */
export async function leaveWal(contestant: Contestant, folder: string): Promise<Start> {
  const program = path.join(import.meta.dir, 'recovery', 'leave-wal.ts')
  const child = Bun.spawn([process.execPath, program, folder, String(WAL_BYTES)], { stderr: 'inherit' })
  await child.exited
  if (child.signalCode !== 'SIGKILL') throw new Error('The write-ahead log could not be left behind.')
  return startAgain(contestant, folder, [])
}

async function startAgain(contestant: Contestant, folder: string, acknowledged: readonly number[]): Promise<Start> {
  const walBytes = walOf(folder)
  const startMs = performance.now()
  const server = await startServer(contestant, { lookMs: LOOK_MS })
  const readyMs = performance.now() - startMs
  const guest = await bring(server, newName('again'))
  await guest.says('here again')
  const saidMs = performance.now() - startMs
  guest.leaves()
  const lost = acknowledged.length - storedOf(folder, acknowledged)
  // Its end writes what the log holds into the database, so that the next turn begins as this one did.
  await server.stop()
  return { walBytes, readyMs, saidMs, acknowledged: acknowledged.length, lost }
}

/** How many of these numbers the log has. */
function storedOf(folder: string, numbers: readonly number[]): number {
  const handle = new Database(databaseOf(folder), { readonly: true })
  const has = handle.query<{ seq: number }, { $seq: number }>(
    "select seq from events where room_id = (select id from rooms where name_key = 'bench') and seq = $seq",
  )
  const found = numbers.filter((seq) => has.get({ $seq: seq })).length
  handle.close()
  return found
}

/** Those of a round before still have theirs. */
const newName = (who: string): string => `${who} ${crypto.randomUUID().slice(0, 8)}`

const bring = ({ port }: ServerProcess, name: string): Promise<Guest> =>
  bringGuest({ url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` }, { name, room: ROOM_NAME })

function told(starts: readonly Start[]): string {
  const last = starts.at(-1)
  return last
    ? `ready in ${Math.round(last.readyMs)} ms, said after ${Math.round(last.saidMs)} ms, WAL ${Math.round(last.walBytes / 1e6)} MB, ${last.lost} of ${last.acknowledged} lost`
    : ''
}
