import { lookOf } from '#protocol/looks.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { findTarget, saveReaction } from '#server/messages/message-store.ts'
import { storeChange } from '#server/messages/store-change.ts'
import { analysis } from '#server/search/analyse.ts'
import { beginRoom, eventOf, openStore, ROOM } from '../search/fill-room.ts'
import { createChance, createTalk } from '../search/text.ts'

const A_WRITE = 500
const BETWEEN_MS = 30_000
/** How often, by chance; a crowd has more people than a state names, so that who reads is asked for by itself. */
const ANSWERS = 0.125
const MENTIONS = 0.05
const LIKED = 0.15
const CROWDS = 0.004
const CROWD = 25
const NOTICES = 0.002
const KINDS = ['👍', '🍵', '😂', '❤️', '🎉', '👀']

const personOf = (id: string) => ({ id, name: `Speaker ${id.slice(-2)}`, look: lookOf(id) })
const reader = (at: number) => personOf(`q${String(at).padStart(16, '0')}`)

type Store = Awaited<ReturnType<typeof openStore>>
export type TalkCounts = { messages: number; answers: number; reactions: number; notices: number }

/**
 * The room of search, as people would have filled it: answers, mentions, reactions of some and of crowds, and now and then
 * something that became of the room. Seeded; the newest message is of now. `indexed`: the index of search
 * counts as made, and nothing is found.
 */
export async function fillTalk(
  folder: string,
  messages: number,
  { indexed }: { indexed: boolean },
): Promise<TalkCounts> {
  const store = await openStore(folder)
  const beginMs = Date.now() - messages * BETWEEN_MS
  await beginRoom(store, beginMs)
  const say = createSpeaker(store, beginMs)
  const counts = { messages, answers: 0, reactions: 0, notices: 0 }
  for (let from = 0; from < messages; from += A_WRITE) {
    await store.storage.write(async (tx) => {
      for (let at = from; at < Math.min(messages, from + A_WRITE); at++) await say(tx, at, counts)
    })
  }
  if (indexed) await store.storage.write(passIndex)
  await store.close()
  return counts
}

/** The index of search counts as made. */
export async function passIndex({ sql }: RoomTx): Promise<void> {
  await sql`insert into search_analysis (version) values (${analysis})`
  await sql`
      insert into search_rooms (room, room_id, indexed)
      select 1, room_id, seq from room_heads where room_id = ${ROOM}`
}

function createSpeaker({ log }: Store, beginMs: number) {
  const talk = createTalk(1)
  const chance = createChance(7)
  let cids = 0
  let last = 0
  const cidOf = (): string => `10000000-0000-4000-8000-${(cids++).toString(16).padStart(12, '0')}`

  async function react(tx: RoomTx, message: number, at: { person: number; kind: string; ms: number }): Promise<void> {
    const target = await findTarget(tx.sql, ROOM, message)
    if (!target) throw new Error('nothing to react to')
    const [by, cid] = [reader(at.person), cidOf()]
    const facts = { type: 'message.reacted', kind: at.kind, on: true } as const
    await storeChange(log, tx, ROOM, target, { facts, by, cid, message, checkHash: cid, atMs: at.ms })
    await saveReaction(tx.sql, { room: ROOM, message, kind: at.kind, on: true }, by.id)
  }

  async function notice(tx: RoomTx, atMs: number): Promise<void> {
    const [by, cid] = [reader(0), cidOf()]
    const wire = JSON.stringify({ type: 'room.changed', topic: `what the talk is of now, ${cids}`, by, cid })
    await log.announce(tx, ROOM, { type: 'room.changed', author: by.id, cid, checkHash: cid, atMs, wire })
  }

  /** One message, and what else happens then. */
  return async function say(tx: RoomTx, at: number, counts: TalkCounts): Promise<void> {
    const ms = beginMs + at * BETWEEN_MS
    const isAnswer = last > 0 && chance() < ANSWERS
    const isMention = chance() < MENTIONS
    const { id, name } = reader(Math.floor(chance() * 50))
    const plain = eventOf(at, isMention ? `@${name} ${talk()}` : talk(), ms)
    const more = { ...(isAnswer && { re: last }), ...(isMention && { mentions: [{ id, name }] }) }
    const wire = `${plain.wire.slice(0, -1)}${Object.keys(more).length > 0 ? `,${JSON.stringify(more).slice(1)}` : '}'}`
    const { seq } = await log.announce(tx, ROOM, { ...plain, wire })
    last = seq
    const luck = chance()
    const people = luck < CROWDS ? CROWD : luck < LIKED ? 1 + Math.floor(chance() * 3) : 0
    for (let person = 0; person < people; person++) {
      const kind = KINDS[people === CROWD ? 0 : Math.floor(chance() * KINDS.length)] ?? '👍'
      await react(tx, seq, { person, kind, ms })
    }
    const isNotice = chance() < NOTICES
    if (isNotice) await notice(tx, ms)
    counts.answers += isAnswer ? 1 : 0
    counts.reactions += people
    counts.notices += isNotice ? 1 : 0
  }
}
