import { expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { claimHouse } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { type Bindings, type Block, blocksOf, filledIn, matches, type Step, stepsOf } from './transcript.ts'

setDefaultTimeout(TEST_MS)

const page = readFileSync(path.resolve(import.meta.dir, '../../docs/protocol.md'), 'utf8')
const blocks = blocksOf(page)
/** The commands of docs/protocol.md are those of an installation as it comes. */
const env = { CLASSIC: 'off' }

/** A client of a transcript: frames in the order of coming. */
class Player {
  readonly #socket: WebSocket
  readonly #showsPeople: boolean
  #frames: string[] = []
  /** Numbers of the events that were heard. */
  readonly #heard = new Set<string>()
  #wake = () => {}

  constructor(url: string, showsPeople: boolean) {
    this.#showsPeople = showsPeople
    this.#socket = new WebSocket(url, 'teahouse.v1')
    this.#socket.onmessage = ({ data }) => {
      const frame = String(data)
      if (!this.#showsPeople && frame.startsWith('[0,"people"')) return
      // They come when it is their time, whatever is said.
      if (frame.startsWith('[0,"heads"')) return
      this.#frames.push(frame)
      this.#wake()
    }
  }

  async opened(): Promise<this> {
    await new Promise((resolve, reject) => {
      this.#socket.onopen = resolve
      this.#socket.onerror = reject
    })
    return this
  }

  send(text: string): void {
    this.#socket.send(text)
  }

  async next(): Promise<string> {
    for (;;) {
      const frame = this.#frames.shift()
      if (frame !== undefined) return frame
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Takes note of the events in a frame. True for a push that brings none which was not heard: a tick may repeat what
   *  a join gave, and the page tells clients to drop it by its number. */
  repeats(frame: string): boolean {
    const numbers = [...frame.matchAll(/"seq":(\d+)/g)].map(([, seq]) => seq ?? '')
    const isRepeat = frame.startsWith('[0,"events"') && numbers.every((seq) => this.#heard.has(seq))
    for (const seq of numbers) this.#heard.add(seq)
    return isRepeat
  }

  /** Puts frames back that came before their lines. */
  unread(frames: readonly string[]): void {
    for (const frame of frames) for (const [, seq] of frame.matchAll(/"seq":(\d+)/g)) this.#heard.delete(seq ?? '')
    this.#frames.unshift(...frames)
  }

  /** The next frame that is no news of the room: a tick may repeat them at any time. */
  async nextNews(): Promise<string> {
    for (;;) {
      const frame = await this.next()
      if (!frame.startsWith('[0,"events"')) return frame
    }
  }

  close(): void {
    this.#socket.close()
  }
}

type Stage = { server: TestServer; bindings: Bindings; players: Map<string, Player>; showPeople: ReadonlySet<string> }

async function play(steps: readonly Step[], server: TestServer): Promise<void> {
  const peopleLines = steps.filter((step) => step.kind === 'expect' && step.text.startsWith('[0,"people"'))
  const showPeople = new Set(peopleLines.map((step) => step.who))
  const stage: Stage = { server, bindings: new Map(), players: new Map(), showPeople }
  for (let at = 0; at < steps.length; ) {
    const group = groupAt(steps, at)
    await perform(group, stage)
    at += group.length
  }
  for (const player of stage.players.values()) {
    // Nothing else had come: the answer to one more command is the next frame.
    player.send('[1000,"heartbeat",{}]')
    expect(await player.nextNews()).toStartWith('[1000,"ok",{"now_ms":')
    player.close()
  }
}

/** Consecutive lines that one client hears belong together: an answer and a push may come in another order. */
function groupAt(steps: readonly Step[], at: number): Step[] {
  const first = steps[at]
  if (first?.kind !== 'expect') return steps.slice(at, at + 1)
  const length = steps.slice(at).findIndex((step) => step.kind !== 'expect' || step.who !== first.who)
  return steps.slice(at, length < 0 ? undefined : at + length)
}

async function perform(group: readonly Step[], stage: Stage): Promise<void> {
  const { server, bindings, players, showPeople } = stage
  const [step] = group
  if (!step) return
  const player = players.get(step.who)
  switch (step.kind) {
    case 'session':
      // The first client's token is ‹token›, another's carries its name.
      bindings.set(players.size === 0 && !bindings.has('token') ? 'token' : `${step.who}token`, await json(server))
      players.set(step.who, await new Player(server.socketUrl, showPeople.has(step.who)).opened())
      return
    case 'connect':
      players.set(step.who, await new Player(server.socketUrl, showPeople.has(step.who)).opened())
      return
    case 'lost':
      player?.close()
      players.delete(step.who)
      return
    case 'send':
      return player?.send(filledIn(step.text, bindings))
    case 'expect':
      return hear(group, player, bindings)
  }
}

const json = async (server: TestServer): Promise<string> => JSON.stringify(await newToken(server.url))

async function hear(group: readonly Step[], player: Player | undefined, bindings: Bindings): Promise<void> {
  if (!player) throw new Error('Nobody is connected to hear it')
  const open = group.flatMap((step) => (step.kind === 'expect' ? [step.text] : []))
  const early: string[] = []
  while (open.length > 0) {
    const frame = await player.next()
    const at = open.findIndex((line) => matches(line, frame, bindings))
    const isRepeat = player.repeats(frame)
    if (at >= 0) open.splice(at, 1)
    else if (frame.startsWith('[0,"events"')) {
      // The room's news do not wait for an answer: they may come a few lines early. A repeat is dropped by its number.
      if (!isRepeat) early.push(frame)
    } else throw new Error(`The server said\n  ${frame}\nwhere the page says\n  ${open.join('\n  ')}`)
  }
  player.unread(early)
}

const transcripts = blocks.filter(({ kind }) => kind === 'transcript')

test('the page has its transcripts', () => {
  expect(transcripts.map(({ name }) => name)).toEqual([
    'a first visit',
    'a resume',
    'a private room',
    'a send',
    'a message that changes',
    'refusals',
    'the list that one has',
    'a list',
  ])
})

for (const { name, lines } of transcripts) {
  test(`the transcript of ${name} is what a real server says`, async () => {
    await using server = await startServer({ env })
    // The page shows the hello of an installation that has its owner.
    await claimHouse(server)
    await play(stepsOf(lines), server)
  })
}

test('a transcript that is not true fails', async () => {
  await using server = await startServer({ env })
  const lies = stepsOf(['ada: session', 'ada> [1,"hello",{"v":2,"token":"‹token›"}]', 'ada< [1,"no",{"code":"busy"}]'])
  await expect(play(lies, server)).rejects.toThrow('version_unsupported')
})

/** Sends the `>` lines as they stand and gives what comes back, until the server ends or, after 101, to the head's end. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const done = () => resolve(heard)
    Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        open: (socket) => void socket.write(request),
        data(socket, bytes) {
          heard += bytes.toString()
          if (heard.startsWith('HTTP/1.1 101') && heard.includes('\r\n\r\n')) socket.end()
        },
        close: done,
        error: (_socket, error) => reject(error),
      },
    }).catch(reject)
  })
}

const linesOf = ({ lines }: Block, mark: string): string[] =>
  lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(2))

for (const block of blocks.filter(({ kind }) => kind === 'http')) {
  test(`the bytes of the ${block.name} are what a real server says`, async () => {
    await using server = await startServer({ env })
    const heard = await exchange(
      server.port,
      linesOf(block, '>').join('\r\n') + (block.name === 'handshake' ? '\r\n' : ''),
    )
    const [head = '', body = ''] = heard.split('\r\n\r\n')
    const headLines = new Set(head.split('\r\n').map(lowerName))
    const expected = linesOf(block, '<')
    const blank = expected.indexOf('')
    for (const line of blank < 0 ? expected : expected.slice(0, blank))
      expect([...headLines].some(likeHeader(line))).toBe(true)
    if (blank >= 0) expect(matches(expected.slice(blank + 1).join('\n'), body, new Map())).toBe(true)
  })
}

const lowerName = (line: string): string => line.replace(/^[\w-]+:/, (name) => name.toLowerCase())

function likeHeader(line: string): (header: string) => boolean {
  const parts = lowerName(line)
    .split(/‹\w+›/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`^${parts.join('[\\w.-]+')}$`)
  return (header) => pattern.test(header)
}
