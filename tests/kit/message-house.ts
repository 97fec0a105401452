import type { Caller, Connection } from '#server/accounts/caller.ts'
import { Principal } from '#server/accounts/principals.ts'
import type { News } from '#server/delivery/event-log.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { createMarks } from '#server/marks/index.ts'
import { createMessages } from '#server/messages/index.ts'
import type { Note } from '#server/messages/note-for.ts'
import { standingOf } from '#server/rooms/index.ts'
import { FakeClock } from './fake-clock.ts'
import { openLogHouse, ROOM } from './log-house.ts'

/**
 * Messages over a real log, and a clock that tests move. `forgotten` is what the search index was told to forget, `notes`
 * what was told to be for somebody; `crowd.people` are in every room,
 * who is in `gone` was deleted.
 */
export async function openMessages({ onTold = (_news: readonly News[]) => {} } = {}) {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock, onTold })
  await house.begin()
  const { storage, log, lines } = house
  const forgotten: number[][] = []
  const notes: Note[] = []
  const crowd = { people: 2 }
  const gone = new Set<string>()
  const quota = {
    messagesBurst: 100,
    messagesPerSecond: 1,
    roomMessagesPerSecond: 1_000,
    changesBurst: 100,
    changesPerSecond: 1,
    historyBurst: 100,
    historyPerSecond: 1,
  }
  const marks = createMarks({ storage, clock, quota, hasEntered: async () => true })
  const { handlers, own, cards } = createMessages({
    storage,
    clock,
    log,
    lines,
    quota,
    standingOf,
    secret: Buffer.from('secret'),
    bodyChars: 100,
    namesOf: async (ids) => ids.map((id) => ({ id, name: nameOf(id) })),
    personOf: async (_sql, id) => (gone.has(id) ? null : { id, name: nameOf(id), look: 1 }),
    emoticonsIn: () => ({}),
    stickerOf: () => 'gone',
    forget: async (_tx, _room, seqs) => void forgotten.push([...seqs]),
    noteFor: async (_tx, note) => void notes.push(note),
    findRoom: async (id) => ({ id, name: id, title: `title of ${id}`, access: 'link' }),
    isRefusedIn: (sql, _room, me) => marks.refuses(sql, BOB, me),
    peopleIn: () => crowd.people,
    callBack: async () => {},
  })
  const ada = callerOf(ADA)
  const bob = callerOf(BOB)
  const at = (message: number) => ({ room: ROOM, cid: crypto.randomUUID(), message })
  const post = (body: string) => handlers['message.post'].handle(ada, { room: ROOM, cid: crypto.randomUUID(), body })
  const edit = (message: number, body: string) => handlers['message.edit'].handle(ada, { ...at(message), body })
  const erase = (message: number, how: 'recall' | 'delete') =>
    handlers['message.erase'].handle(ada, { ...at(message), how })
  return { house, clock, handlers, own, cards, gone, marks, ada, bob, at, post, edit, erase, forgotten, notes, crowd }
}

/** The refusal of a command; null: it was done. */
export async function refusalOf(command: unknown): Promise<Refusal | null> {
  try {
    await command
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

export const ADA = 'p0000000000000ada'
export const BOB = 'p0000000000000b0b'
const nameOf = (id: string): string => (id === BOB ? 'Bob' : 'Ada')

export function callerOf(id: string): Caller {
  const principal = new Principal({ id, kind: 'guest', name: nameOf(id), look: 1, entered: true, seenMs: 0 })
  const connection: Connection = {
    id,
    from: originOf(''),
    joined: [],
    leavesAtOnce: false,
    gone: false,
    close() {},
    send() {},
    drained: () => Promise.resolve(),
    subscribe() {},
    unsubscribe() {},
  }
  return { principal, connection }
}
