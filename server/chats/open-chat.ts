import { createHmac } from 'node:crypto'
import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import { roomNameKey } from '#server/accounts/name-rules.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { EventLog, RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newEpoch, newRoomAddress, newRoomId } from '#server/kit/ids.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import type { PutOnLists } from './call-back.ts'
import { countPrivate, findChat, findPartner, insertChat } from './chat-store.ts'

export type ChatNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  secret: Buffer
  /** Whether one of two people refuses the other (T-15). */
  refuseEachOther(sql: Sql, one: string, other: string): Promise<boolean>
  putOnLists: PutOnLists
  /** Chats made, by person. */
  making: Limiter
}

/** The chat of a set of people: nothing but this set leads to it, so each set has one, whoever opens it. */
export function createOpenChat({ storage, clock, log, secret, refuseEachOther, putOnLists, making }: ChatNeeds) {
  // Keyed: who has the database's file alone cannot try which people have a chat.
  const keyOf = (ids: readonly string[]): string =>
    createHmac('sha256', secret)
      .update(`chat:${ids.join(' ')}`)
      .digest('base64url')

  /** The chat of these people; null: there is none yet. A refusal is returned, for a throw would cost the batch a second run. */
  async function look(sql: Sql, me: string, ids: readonly string[]): Promise<RoomInfo | Refusal | null> {
    const people = await Promise.all(ids.map((id) => findPartner(sql, id)))
    const known = people.filter((one) => one !== null)
    if (known.length < ids.length) return new Refusal('not_found')
    // Whoever refuses somebody is refused too: it would be a chat in which one alone may speak. Lift it first.
    for (const other of ids) if (other !== me && (await refuseEachOther(sql, me, other))) return new Refusal('refused')
    const chat = await findChat(sql, keyOf(ids))
    return chat && { ...chat, title: '', access: 'private', kind: 'chat', people: known }
  }

  async function make(tx: RoomTx, me: string, ids: readonly string[]): Promise<void> {
    const nowMs = clock.nowMs()
    const name = newRoomAddress()
    const chat = { id: newRoomId(), name, nameKey: roomNameKey(name), key: keyOf(ids), madeBy: me, people: ids }
    await insertChat(tx.sql, chat, nowMs)
    await log.begin(tx, chat.id, newEpoch(), nowMs)
    await putOnLists(tx, chat.id, ids, me)
  }

  type Opened = { chat: RoomInfo; isNew: boolean }

  async function lookOrMake(tx: RoomTx, me: string, ids: readonly string[]): Promise<Opened | Refusal> {
    const before = await look(tx.sql, me, ids)
    if (before instanceof Refusal) return before
    if (before) return { chat: before, isNew: false }
    if ((await countPrivate(tx.sql, me)) >= limits.listedRooms)
      return new Refusal('too_many', { limit: limits.listedRooms })
    await make(tx, me, ids)
    const chat = await look(tx.sql, me, ids)
    if (!chat || chat instanceof Refusal) throw new Error('A chat that was just made is not there')
    return { chat, isNew: true }
  }

  return async function openChat({ id: me }: Principal, { people }: CommandInput<'chat.open'>) {
    const ids = [...new Set([me, ...people])].toSorted()
    if (ids.length < 2) throw new Refusal('not_found')
    const found = await look(storage.read, me, ids)
    if (found instanceof Refusal) throw found
    if (found) return { room: found }
    making.require(me)
    try {
      const opened = await storage.write((tx) => lookOrMake(tx, me, ids))
      if (opened instanceof Refusal) throw opened
      if (!opened.isNew) making.giveBack(me)
      return { room: opened.chat }
    } catch (error) {
      making.giveBack(me)
      throw error
    }
  }
}
