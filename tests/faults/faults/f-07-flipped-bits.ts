import { closeSync, cpSync, openSync, readdirSync, readSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import path from 'node:path'
import { newToken } from '#tests/kit/guest.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { bringReader, joins, openV1, type V1Client } from '#tests/wire/v1-client.ts'
import type { Chance } from '../world/chance.ts'
import { SideHouse } from '../world/side-house.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

const MESSAGES = 60

type Written = { bodies: string[]; file: string; bytes: Buffer; token: string }
type Damage = { name: string; do(dataDir: string, chance: Chance): void }

const FRAME_BYTES = 4_096 + 24

const walOf = (dataDir: string): string => path.join(dataDir, 'teahouse.sqlite-wal')
const databaseOf = (dataDir: string): string => path.join(dataDir, 'teahouse.sqlite')

/** Of a house that was killed, whose WAL holds all; each is done to a copy. */
const toKilled: readonly Damage[] = [
  {
    name: 'a bit of the WAL, in its middle',
    do: (dir, chance) =>
      flip(walOf(dir), 32 + FRAME_BYTES * chance.between(20, 60) + chance.between(0, FRAME_BYTES - 1)),
  },
  { name: 'a bit of the head of the WAL', do: (dir, chance) => flip(walOf(dir), chance.between(0, 31)) },
]

/** Of one that was stopped, where the database holds all. */
const toStopped: readonly Damage[] = [
  { name: 'a bit of the head of the database', do: (dir, chance) => flip(databaseOf(dir), chance.between(0, 15)) },
  {
    name: 'the database is cut in half',
    do: (dir) => truncateSync(databaseOf(dir), statSync(databaseOf(dir)).size >> 1),
  },
  { name: 'a bit of a file that was sent', do: (dir, chance) => flip(fileOf(dir), chance.between(0, 30_000)) },
]

export const flippedBits: Fault = {
  id: 'F-7',
  name: 'bits flipped, files cut: database, WAL, upload',
  needs: [],
  takesS: 15,
  async run(_world, chance) {
    await using house = await SideHouse.open({ LIMIT_COMMANDS_BURST: '1000' })
    const written = await fill(house)
    await house.server.kill()
    const told = await harm(house, written, toKilled, chance)
    await house.server.start()
    await house.server.stop()
    told.push(...(await harm(house, written, toStopped, chance)))
    return told.join('; ')
  },
}

/** Each damage to the house as it lies there now; in the end it lies there so again. */
async function harm(house: SideHouse, written: Written, damages: readonly Damage[], chance: Chance): Promise<string[]> {
  const { dataDir } = house.server
  const sound = `${dataDir}-sound`
  const put = () => {
    rmSync(dataDir, { recursive: true, force: true })
    cpSync(sound, dataDir, { recursive: true })
  }
  rmSync(sound, { recursive: true, force: true })
  cpSync(dataDir, sound, { recursive: true })
  const told: string[] = []
  for (const { name, do: damage } of damages) {
    put()
    damage(dataDir, chance)
    told.push(`${name}: ${await whatBecomes(house, written, name)}`)
  }
  put()
  return told
}

async function fill(house: SideHouse): Promise<Written> {
  await house.server.start()
  const token = await newToken(house.server.url)
  const line = await openV1(house.server)
  await line.call('hello', { v: 1, token })
  await line.call('profile.set', { name: 'ada', look: 0 })
  await joins(line, 'bits')
  const bytes = randomFile(40_000)
  const file = await new Uploader(house.server, token).uploads(line.room, bytes)
  const named = await line.call('message.post', {
    room: line.room,
    cid: crypto.randomUUID(),
    body: 'file',
    files: [{ id: file.id }],
  })
  if (named.outcome !== 'ok') throw new Error(`the file was not named: ${JSON.stringify(named.body)}`)
  const bodies = Array.from({ length: MESSAGES }, (_, at) => `message ${at}`)
  for (const body of bodies) {
    const { outcome } = await line.post(body)
    if (outcome !== 'ok') throw new NotProven(`${body}: ${outcome}`)
  }
  line.leaves()
  return { bodies, file: file.id, bytes, token }
}

/** Right, refused with a sentence, or an error by name; never less or other than what was acknowledged as if that were all. */
async function whatBecomes(house: SideHouse, written: Written, name: string): Promise<string> {
  const { server } = house
  try {
    await server.start()
  } catch {
    const words = server.log.words.at(-1) ?? ''
    if (!/teahouse\.sqlite|DATA_DIR/.test(words))
      throw new Broken(`${name}: it did not start and said ${JSON.stringify(words)}`)
    return 'not started, with a sentence'
  }
  const line = await bringReader(server, 'bits')
  try {
    const messages = await messagesOf(line, written, name)
    return (await wrongFile(house, written)) ?? messages
  } finally {
    line.leaves()
    await server.kill()
  }
}

async function messagesOf(line: V1Client, { bodies }: Written, name: string): Promise<string> {
  const { outcome, body } = await line.call('room.history', { room: line.room, after: 0, limit: 500 })
  if (outcome !== 'ok') return `reading is refused with ${String(body['code'] ?? outcome)}`
  const lines = await line.stored(0)
  const read = lines.map((one) => one.body).filter((text) => text.startsWith('message '))
  if (read.length === bodies.length && read.every((text, at) => text === bodies[at])) return 'all is right'
  throw new Broken(`${name}: ${read.length} of ${bodies.length} acknowledged messages are there, and nobody says so`)
}

async function wrongFile({ server }: SideHouse, { file, bytes, token }: Written): Promise<string | null> {
  const answer = await new Uploader(server, token).get(file).catch(() => null)
  if (!answer || answer.status >= 400) return `the file is refused with ${answer?.status ?? 'a broken line'}`
  if (!answer.bytes.equals(bytes)) throw new Broken('a damaged file was served')
  return null
}

function flip(file: string, at: number): void {
  const handle = openSync(file, 'r+')
  try {
    const byte = Buffer.alloc(1)
    if (readSync(handle, byte, 0, 1, at) !== 1) throw new NotProven(`${file} ends before ${at}`)
    byte.writeUInt8(byte.readUInt8(0) ^ 0x10, 0)
    writeSync(handle, byte, 0, 1, at)
  } finally {
    closeSync(handle)
  }
}

function fileOf(dataDir: string): string {
  const folder = path.join(dataDir, 'files')
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((one) => /[0-9a-f]{64}$/.test(one))
  if (!name) throw new NotProven('no file was kept')
  return path.join(folder, name)
}
