import type { Connection } from '#server/accounts/caller.ts'
import { addPlace, nowhere } from '#server/accounts/places.ts'
import { Principal, Principals } from '#server/accounts/principals.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import type { LiveRoom } from '#server/delivery/live-room.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { createReading } from '#server/reading/index.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'

type Frame = { kind: string; body: Record<string, unknown> }

/** A socket of somebody, in the hands of a test. */
export class FakeConnection implements Connection {
  readonly id = 'c'
  readonly from = originOf('')
  joined: Connection['joined'] = nowhere
  readonly leavesAtOnce = false
  readonly gone = false
  readonly topics = new Set<string>()
  readonly frames: Frame[] = []

  /** Reads a room, as far as lists look at that. */
  reads(room: LiveRoom): void {
    const standing = { access: 'link' as const, chat: false, archived: false, role: null, banned: false }
    addPlace(this, { room, standing, end() {} })
  }

  send(text: string): void {
    const [, kind, body]: [number, string, Record<string, unknown>] = JSON.parse(text)
    this.frames.push({ kind, body })
  }

  heard(kind: string): Record<string, unknown>[] {
    return this.frames.filter((frame) => frame.kind === kind).map(({ body }) => body)
  }

  subscribe(topic: string): void {
    this.topics.add(topic)
  }

  unsubscribe(topic: string): void {
    this.topics.delete(topic)
  }

  drained(): Promise<void> {
    return Promise.resolve()
  }

  close(): void {}
}

type RoomKind = { access?: 'open' | 'link' | 'private'; kind?: 'room' | 'chat' }

/** The lists of rooms on a real log: people come and go, and speak without a gateway. The clock moves by hand. */
export async function openReadingHouse(options: { folder?: string } = {}) {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock, ...options })
  const { storage, log } = house
  const principals = new Principals()
  const sockets = new Set<FakeConnection>()
  const errors: unknown[] = []
  const listeners = (topic: string) => [...sockets].filter(({ topics }) => topics.has(topic)).length
  const publish = (topic: string, frame: string) => {
    for (const socket of sockets) if (socket.topics.has(topic)) socket.send(frame)
  }
  const reading = createReading({
    storage,
    clock,
    log,
    principals,
    publish,
    listeners,
    roomTitle: 'Tea',
    onError: (error) => void errors.push(error),
    quota: { historyBurst: 1_000, historyPerSecond: 1_000 },
  })
  const { handlers } = reading

  const sql = (work: (tx: Parameters<Parameters<typeof storage.write>[0]>[0]) => Promise<unknown>) =>
    storage.write(work)

  /** Somebody with a row; `entered` unless told otherwise. */
  async function person(id: string, { entered = true, kind = 'guest' as 'guest' | 'classic' } = {}) {
    await sql(async (tx) => {
      await tx.sql`insert into principals (id, kind, name, name_key, look, entered, created_ms, seen_ms)
        values (${id}, ${kind}, ${id}, ${id}, 1, ${entered ? 1 : 0}, 1, 1) on conflict (id) do nothing`
    })
    return new Principal({ id, kind, name: id, look: 1, entered, seenMs: 1 })
  }

  /** One more connection of somebody: the one object for all of them comes back. */
  function connect(principal: Principal) {
    const connection = new FakeConnection()
    sockets.add(connection)
    return { principal: principals.connect(principal, connection), connection }
  }

  async function insertRoom(
    tx: RoomTx,
    id: string,
    { access = 'link', kind = 'room' }: RoomKind = {},
    members: string[] = [],
  ) {
    await tx.sql`insert into rooms (id, name, name_key, title, access, kind, created_ms)
      values (${id}, ${id}, ${id}, ${id}, ${access}, ${kind}, 1)`
    await log.begin(tx, id, 'aaaaaaaaaaaa', clock.nowMs())
    for (const member of members)
      await tx.sql`insert into members (room_id, principal_id, role, since_ms) values (${id}, ${member}, 'member', 1)`
  }

  const makeRoom = (id: string, kind: RoomKind = {}, members: string[] = []) =>
    storage.write((tx) => insertRoom(tx, id, kind, members))

  const say = async (room: string, author = 'pother', type = 'message.posted') => {
    const event = {
      type,
      author,
      cid: crypto.randomUUID(),
      checkHash: '',
      atMs: clock.nowMs(),
      wire: `{"type":"${type}"}`,
    }
    const { seq } = await storage.write((tx) => log.announce(tx, room, event))
    return seq
  }

  return {
    ...house,
    ROOM,
    clock,
    principals,
    reading,
    handlers,
    errors,
    person,
    connect,
    insertRoom,
    makeRoom,
    say,
    sql,
  }
}

export type ReadingHouse = Awaited<ReturnType<typeof openReadingHouse>>
