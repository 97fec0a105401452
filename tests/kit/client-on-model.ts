import type { Line } from '#protocol/lines.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import {
  type Client,
  createClient,
  type Keep,
  type LogPlace,
  memoryKeep,
  type Outgoing,
  type Room,
  type RoomListener,
  type Snapshot,
} from '#sdk/index.ts'
import { FakeWorld } from '#tests/kit/fake-platform.ts'
import { wordsOf } from '#tests/kit/lines-of.ts'
import { type Fault, ModelServer } from '#tests/kit/model-server.ts'

/** What a page would show of a room, and everything that it was told. */
export class Screen {
  readonly room: Room
  lines: (RoomEvent | Line)[] = []
  outgoing: readonly Outgoing[] = []
  readonly snapshots: Snapshot[] = []
  readonly refusals: string[] = []
  /** One entry a call, in order. */
  readonly told: string[] = []
  readonly stop: () => void

  constructor(room: Room, after?: LogPlace | null) {
    this.room = room
    const listener: RoomListener = {
      snapshot: (snapshot) => {
        this.snapshots.push(snapshot)
        this.told.push(`snapshot ${snapshot.why ?? 'fresh'}`)
        this.lines = [...snapshot.lines]
      },
      events: (events, caughtUp) => {
        this.told.push(`events ${events.map(({ seq }) => seq).join()}${caughtUp ? '' : ' …'}`)
        this.lines.push(...events)
      },
      outgoing: (entries) => {
        this.told.push(`outgoing ${entries.map(({ state }) => state).join()}`)
        this.outgoing = entries
      },
      refused: (code) => this.refusals.push(code),
      out: (how) => this.told.push(`out ${how}`),
    }
    this.stop = room.listen(listener, after)
  }

  get bodies(): string[] {
    return this.lines.map(wordsOf)
  }

  get unsent(): string[] {
    return this.outgoing.map(({ body, state, failed }) => `${body}: ${failed?.code ?? state}`)
  }
}

/** A client called ada in a world with a model server. */
export function openModel(options: { seed?: number; most?: number; principal?: boolean } = {}) {
  const world = new FakeWorld(options.seed)
  const server = new ModelServer(world)
  const keep = memoryKeep()
  const connect = (token = 'ada', own: Keep = keep): Client => {
    const most = options.most === undefined ? {} : { most: options.most }
    const principal = options.principal ? { principal: `p${token}` } : {}
    const client = createClient({ platform: world.platform(own), url: 'ws://model/ws', token, ...principal, ...most })
    client.start()
    return client
  }
  return { world, server, keep, connect }
}

/** Ada in the room `tea`, with its screen still empty. */
export async function openRoom() {
  const model = openModel()
  const client = model.connect()
  const screen = new Screen(client.room('tea'))
  await model.world.pass(100)
  screen.told.length = 0
  return { ...model, client, screen }
}

/** For `ModelServer.fault`: fails the first `times` posts. */
export function failing(fault: Fault, times = 1) {
  let left = times
  return (name: string) => (name === 'message.post' && left-- > 0 ? fault : null)
}
