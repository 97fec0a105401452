import { subprotocol } from '#protocol/version.ts'
import { newToken } from '#tests/kit/guest.ts'
import { frameBytes, handshakeText, opcodes, RawSocket } from '#tests/kit/raw-socket.ts'
import { bringV1 } from '#tests/wire/v1-client.ts'
import { Dice } from './dice.ts'
import { type Expected, readFrames } from './frame-model.ts'
import { ENOUGH, type Finding, type Fuzzer, type Order, type Outcome } from './fuzzer.ts'
import { makeStream, type Say, type Stream } from './make-frames.ts'

/** So many sockets at a time: the server has its hands full, and whoever makes the nonsense, too. */
const LANES = 24
const V1 = { path: '/ws', headers: { 'Sec-WebSocket-Protocol': subprotocol } }

type Door = {
  handshake: Omit<Parameters<typeof handshakeText>[0], 'port'>
  /** Sent before the dice are thrown, one after the other, and how each is answered; the last ones may come by themselves. */
  before: readonly string[]
  ready: readonly string[]
  say: Say
  isAnswer(text: string): boolean
  /** Every text is answered before the line ends: not where an answer waits for the disk. */
  answersAtOnce: boolean
}

/** Where nonsense is said: before the hello, in a room, in the classic gateway. */
async function openDoors(server: { port: number; url: string }): Promise<readonly [Door, ...Door[]]> {
  const token = await newToken(server.url)
  using opener = await bringV1(server, `opener ${crypto.randomUUID().slice(0, 8)}`, 'nonsense')
  const { room } = opener
  const isAnswer = (text: string) => /^\[(?:[1-9]\d*,"|0,"no")/.test(text)
  const stranger: Door = {
    handshake: V1,
    before: [],
    ready: [],
    say: (ref, dice) =>
      `[${ref},"${dice.pick(['heartbeat', 'room.open', '茶馆'])}",{"x":"${'茶🍵é'.repeat(dice.below(9))}"}]`,
    isAnswer,
    answersAtOnce: true,
  }
  const inside: Door = {
    ...stranger,
    before: [
      JSON.stringify([900, 'hello', { v: 1, token }]),
      JSON.stringify([901, 'profile.set', { name: 'nonsense', look: 3 }]),
      JSON.stringify([902, 'room.join', { room }]),
    ],
    ready: ['[900,"ok"', '[901,"ok"', '[902,"ok"'],
    // Whoever is in the room hears it, so that what was said by chance is read and told on.
    say: (ref, dice) =>
      dice.oneIn(3)
        ? JSON.stringify([ref, 'message.post', { room, cid: uuidOf(dice), body: `${dice.bytes(9)} 茶` }])
        : `[${ref},"heartbeat",{}]`,
    answersAtOnce: false,
  }
  const classic: Door = {
    ...stranger,
    handshake: { path: '/' },
    ready: ['{"type":"handShake"'],
    say: (ref, dice) => `{"type":"nosuch${ref}","msg":"${'茶'.repeat(dice.below(9))}"}`,
    isAnswer: (text) => text.startsWith('{"type":"error"'),
  }
  return [stranger, stranger, stranger, stranger, inside, inside, classic, classic]
}

/** Of version 4, as a client makes it. */
function uuidOf(dice: Dice): string {
  const hex = dice.bytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

async function run({ seed, from, count, world }: Order): Promise<Outcome> {
  const server = await world.server()
  const doors = await openDoors(server)
  const findings: Finding[] = []
  const closes = new Map<string, number>()
  let frames = 0
  let connections = 0
  let number = from
  const lane = async () => {
    while (frames < count && findings.length < ENOUGH) {
      const mine = number++
      const dice = new Dice(seed, mine)
      const door = dice.pick(doors)
      const stream = makeStream(mine, dice, door.say)
      frames += stream.frames
      connections++
      const seen = await play(server.port, door, stream).catch((error: unknown) => String(error))
      const what = typeof seen === 'string' ? seen : complaintOf(seen, readFrames(stream.bytes), door, stream)
      if (what) findings.push({ number: mine, what, input: stream.bytes.toString('hex').slice(0, 2_000) })
      const code = typeof seen === 'string' ? 'none' : `${seen.close}`
      closes.set(code, (closes.get(code) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const codes = [...closes].toSorted(([one], [other]) => one.localeCompare(other))
  return {
    inputs: frames,
    findings,
    figures: { connections, 'close codes': codes.map(([code, times]) => `${code}: ${times}`).join(', ') },
  }
}

type Seen = { pongs: string[]; answers: string[]; close: number | null; broken: string | null }

/** Says it all, ends, and reads to the end of the line. */
async function play(port: number, door: Door, { writes }: Stream): Promise<Seen> {
  using socket = new RawSocket(port)
  await socket.write(handshakeText({ port, ...door.handshake }))
  if ((await socket.answered()) !== 101) throw new Error(`the handshake was answered ${socket.status}`)
  // One by one: in a crowd a hello has its answer some turns later, and what comes before that is refused (decision 0058).
  for (const [at, start] of door.ready.entries()) {
    const text = door.before[at]
    if (text !== undefined) await socket.write(frameBytes(text))
    await socket.until('ready', () => socket.texts.some((one) => one.startsWith(start)))
  }
  const before = socket.texts.length
  for (const [at, bytes] of writes.entries()) {
    if (at > 0) await new Promise<void>((resolve) => setImmediate(resolve))
    if (!socket.ended) await socket.write(bytes)
  }
  await socket.finished()
  const { frames } = socket
  const close = frames.find(({ opcode }) => opcode === opcodes.close)
  const broken = frames.find(({ fin, masked, opcode }) => !fin || masked || ![1, 8, 9, 10].includes(opcode))
  return {
    pongs: frames.filter(({ opcode }) => opcode === opcodes.pong).map(({ payload }) => payload.toString('latin1')),
    answers: socket.texts.slice(before).filter(door.isAnswer),
    close: close ? socket.closeCode : null,
    broken: broken ? `opcode ${broken.opcode}, fin ${broken.fin}, masked ${broken.masked}` : null,
  }
}

/** What the server did that the standard does not let it do. */
function complaintOf(seen: Seen, expected: Expected, door: Door, { bytes, writes }: Stream): string | null {
  const { pongs, texts, closes, decidedAt } = expected
  const decided = [...closes].some((code) => code !== null)
  // Bytes that come when the server has ended reset the line, and what it said last may be lost on the way.
  const mayBeLost = decided && decidedAt < bytes.length - (writes.at(-1)?.length ?? 0)
  if (seen.broken) return `a frame of the server is none: ${seen.broken}`
  if (seen.answers.some((text) => text.includes('"internal"'))) return `a bug was met: ${seen.answers.join(' ')}`
  if (mayBeLost && seen.close === null) return null
  // Nonsense in a row, which only mangled texts can be.
  if (seen.close === 4400 && texts >= 20) return null
  if (!closes.has(seen.close)) return `closed with ${seen.close}, expected ${[...closes].join(' or ')}`
  if (seen.pongs.join('|') !== pongs.join('|')) return `${seen.pongs.length} pongs, expected ${pongs.length}`
  const right = door.answersAtOnce ? seen.answers.length === texts : seen.answers.length <= texts
  return right ? null : `${seen.answers.length} answers to ${texts} texts`
}

/** (a) of promises.md 5: frames on raw sockets. What comes of them is compared with a model of the standard. */
export const frames: Fuzzer = { name: 'frames', inTests: 20_000, run }
