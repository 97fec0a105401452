import type { File } from '#protocol/files.ts'
import type { CommandInput } from '#protocol/index.ts'
import type { Emoticon } from '#protocol/packs.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { EventLog, NewEvent, RoomStorage, RoomTx, Stored } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { EmoticonsIn } from '#server/packs/index.ts'
import { areWaiting, attachFiles } from '#server/uploads/index.ts'
import { requireFiles } from './attached.ts'
import { isCall, type RefuseCall } from './call-all.ts'
import { mentionsIn, type NamesOf } from './mentions.ts'
import { findTarget } from './message-store.ts'
import type { NoteFor } from './note-for.ts'
import type { Posting } from './posting.ts'
import { requireBody } from './require-body.ts'
import { requireSticker, type StickerOf } from './require-sticker.ts'
import type { CallBack, StandingFor } from './standing-for.ts'

export type PostNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  posting: Posting
  bodyChars: number
  namesOf: NamesOf
  emoticonsIn: EmoticonsIn
  stickerOf: StickerOf
  noteFor: NoteFor
  standingFor: StandingFor
  refuseCall: RefuseCall
  callBack: CallBack
  /** Keyed hash of what was first sent: outlives edits and erasure, says nothing about the text (P-5). */
  checkHash(sent: string): string
}

type Input = CommandInput<'message.post'>
/** A message on its way: `named` are ids of whom it mentions. */
type Saying = {
  principal: Principal
  room: string
  event: NewEvent
  re: number | undefined
  named: readonly string[]
  all: boolean
  files: readonly File[]
  /** Something that it names is not there: it may still have been stored while it was. */
  gone: Refusal | null
}

/** Allow, write, announce. The author is the connection's person (T-17). */
export function createPostMessage(needs: PostNeeds) {
  const { storage, clock, posting, bodyChars, namesOf, emoticonsIn, stickerOf, checkHash } = needs
  const store = createStore(needs)

  async function namedBy(principal: Principal, input: Input, body: string): Promise<Named> {
    const at = { owner: principal.id, room: input.room }
    const files = input.files ? await requireFiles(storage.read, at, input.files) : []
    return input.sticker ? { files, ...requireSticker(input, body, stickerOf) } : { files }
  }

  return async function postMessage({ principal }: Caller, input: Input) {
    const { room, cid, re } = input
    const body = requireBody(input.body, bodyChars, input.files !== undefined)
    posting.require(principal.id, room)
    const mentions = input.mentions && (await mentionsIn(body, input.mentions, namesOf)).mentions
    const all = isCall(input.all, body, mentions ?? [])
    const named = input.files || input.sticker ? await namedBy(principal, input, body).catch(onlyGone) : null
    const gone = named instanceof Refusal ? named : null
    const { files, sticker } = named === null || named instanceof Refusal ? nothing : named
    const shown = sticker ? { sticker } : emoticonsIn(body, mentions)
    // What is undefined is not written.
    const more = { mentions, all: all || undefined, files: files.length > 0 ? files : undefined, ...shown }
    const wire = JSON.stringify({ type: 'message.posted', by: principal.person(), cid, body, re, ...more })
    const event = {
      type: 'message.posted',
      author: principal.id,
      cid,
      checkHash: checkHash(sentText(body, input)),
      atMs: clock.nowMs(),
      wire,
    }
    const mentioned = mentions?.map(({ id }) => id) ?? []
    const saying = { principal, room, event, re, named: mentioned, all, files, gone }
    const outcome = await storage.write((tx) => store(tx, saying), { room, bytes: wire.length * 3 })
    if (outcome instanceof Refusal) throw outcome
    const { seq, at, epoch, dup } = outcome
    if (!dup) return { room, seq, epoch, at }
    posting.giveBack(principal.id, room)
    return { room, seq, epoch, at, dup }
  }
}

function createStore({ log, standingFor, refuseCall, callBack, noteFor }: PostNeeds) {
  /** Whether it may be stored. What is answered has to be there still. */
  async function allow(
    tx: RoomTx,
    { principal, room, event, re, all, files, gone }: Saying,
  ): Promise<Refusal | Allowed> {
    if (gone) return gone
    const standing = await standingFor(tx, principal, { room, right: 'post' })
    if (standing instanceof Refusal) return standing
    const answered = re === undefined ? undefined : await findTarget(tx.sql, room, re)
    const isWhole = files.length === 0 || (await areWaiting(tx.sql, idsOf(files)))
    if (answered === null || !isWhole) return new Refusal('not_found')
    const refusal = all ? await refuseCall(tx, { principal, room, standing, atMs: event.atMs }) : null
    return refusal ?? { author: answered?.author, chat: standing.chat }
  }

  return async function store(tx: RoomTx, saying: Saying): Promise<Stored | Refusal> {
    const { room, event, named, all, files } = saying
    // A call counts and files wait no more, so a repeat must be known before; else it is found by the number it does not get.
    const repeat = all || files.length > 0 ? await log.findRepeat(tx, room, event) : null
    if (repeat) return repeat
    const allowed = await allow(tx, saying)
    // What was stored once stays stored, though it could not be now.
    if (allowed instanceof Refusal) return (await log.findRepeat(tx, room, event)) ?? allowed
    if (allowed.chat) {
      const again = await log.findRepeat(tx, room, event)
      if (again) return again
      await callBack(tx, room, event.author)
    }
    const stored = await log.announce(tx, room, event)
    if (!stored.dup && files.length > 0) await attachFiles(tx.sql, stored.seq, files)
    const answered = allowed.author
    if (stored.dup || (named.length === 0 && answered === undefined && !all)) return stored
    const ids = new Set(answered === undefined ? named : [...named, answered])
    ids.delete(event.author)
    if (ids.size > 0 || all) await noteFor(tx, { room, seq: stored.seq, author: event.author, ids: [...ids], all })
    return stored
  }
}

const idsOf = (files: readonly File[]): string[] => files.map(({ id }) => id)

/** What a message names beside people. */
type Named = { files: readonly File[]; sticker?: Emoticon }
const nothing: Named = { files: [] }

function onlyGone(error: unknown): Refusal {
  if (error instanceof Refusal && error.code === 'not_found') return error
  throw error
}

/** It may be stored; `author`: whose message is answered, if one is. */
type Allowed = { author: string | undefined; chat: boolean }

/** Hashes of what was sent before files could be must stay what they were: a repeat may come after an upgrade (P-20). */
function sentText(body: string, { re, mentions, all, files, sticker }: Input): string {
  const shown = files || sticker ? [files ?? null, sticker ?? null] : []
  if (re === undefined && mentions === undefined && all === undefined && shown.length === 0) return `body:${body}`
  return `said:${JSON.stringify([body, re ?? null, mentions ?? null, ...(all ? [all] : []), ...shown])}`
}
