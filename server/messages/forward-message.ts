import * as v from 'valibot'
import type { CommandInput } from '#protocol/index.ts'
import { messagePosted } from '#protocol/message-events.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { RoomTx, Stored } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { copiesOf, copyFiles } from '#server/uploads/index.ts'
import { findTarget, insertForward, type Target } from './message-store.ts'
import type { PostNeeds } from './post-message.ts'
import { wordsOf } from './words-of.ts'

export type ForwardNeeds = Pick<
  PostNeeds,
  'storage' | 'clock' | 'log' | 'posting' | 'bodyChars' | 'standingFor' | 'callBack' | 'checkHash'
> & { findRoom(id: string): Promise<RoomInfo | null> }

type Input = CommandInput<'message.forward'>
type Forwarded = NonNullable<v.InferOutput<typeof messagePosted>['fwd']>

/** Says again what somebody said, under their name and the time of it. The words are the server's to copy, never the client's. */
export function createForwardMessage(needs: ForwardNeeds) {
  const { storage, clock, log, posting, bodyChars, standingFor, callBack, checkHash, findRoom } = needs

  /** `isKnown`: anybody finds the room. An address that is handed on from person to person is a secret of those people. */
  type Source = { target: Target; isKnown: boolean }

  /** Read with the right to read of this moment, by room and number (T-2): absent, erased and forbidden look the same. */
  async function findSource(tx: RoomTx, principal: Principal, { room, message, epoch }: Input['from']) {
    const standing = await standingFor(tx, principal, { room, right: 'read' })
    if (standing instanceof Refusal) return standing
    if (epoch !== undefined && epoch !== (await log.head(room)).epoch) return new Refusal('not_found')
    const target = await findTarget(tx.sql, room, message)
    const isKnown = standing.access === 'open'
    return target ? ({ target, isKnown } satisfies Source) : new Refusal('not_found')
  }

  return async function forwardMessage({ principal }: Caller, { room, cid, from }: Input) {
    posting.require(principal.id, room)
    // Not the epoch: asked again after a restore, what is stored is still the answer.
    const said = JSON.stringify({ room: from.room, message: from.message })
    const key = { author: principal.id, cid, checkHash: checkHash(`forward:${said}`) }
    const origin = await findRoom(from.room)

    async function work(tx: RoomTx): Promise<Stored | Refusal> {
      const repeat = await log.findRepeat(tx, room, key)
      if (repeat) return repeat
      const standing = await standingFor(tx, principal, { room, right: 'post' })
      if (standing instanceof Refusal) return standing
      const source = await findSource(tx, principal, from)
      if (source instanceof Refusal) return source
      const { target, isKnown } = source
      const body = target.state?.edited?.body ?? wordsOf(target.wire).body
      const fwd = forwardedOf(target, isKnown ? origin : null)
      const { files = [], emoticons, sticker } = shownBy(target)
      const copies = copiesOf(files)
      const shown = { ...(copies.length > 0 && { files: copies.map(({ file }) => file) }), emoticons, sticker }
      const wire = JSON.stringify({ type: 'message.posted', by: principal.person(), cid, body, fwd, ...shown })
      const event = { type: 'message.posted', ...key, atMs: clock.nowMs(), wire }
      if (standing.chat) await callBack(tx, room, principal.id)
      const stored = await log.announce(tx, room, event)
      const to = { owner: principal.id, room, seq: stored.seq, atMs: event.atMs }
      await copyFiles(tx.sql, to, copies)
      await insertForward(tx.sql, fwd.by.id, room, stored.seq)
      return stored
    }

    const outcome = await storage.write(work, { room, bytes: bodyChars * 3 })
    if (outcome instanceof Refusal) throw outcome
    const { seq, epoch, at, dup } = outcome
    if (!dup) return { room, seq, epoch, at }
    posting.giveBack(principal.id, room)
    return { room, seq, epoch, at, dup }
  }
}

const said = v.object({ by: messagePosted.entries.by, fwd: messagePosted.entries.fwd })

const shown = v.object({
  files: messagePosted.entries.files,
  emoticons: messagePosted.entries.emoticons,
  sticker: messagePosted.entries.sticker,
})

/** What a message shows beside its words, as it is now. */
function shownBy({ wire, state }: Target) {
  const posted = v.parse(shown, JSON.parse(wire))
  return state?.edited ? { ...posted, emoticons: state.edited.emoticons } : posted
}

/** Whose words they are. Of what was forwarded before, the first to say them stays. */
function forwardedOf({ wire, atMs }: Target, origin: RoomInfo | null): Forwarded {
  const { by, fwd } = v.parse(said, JSON.parse(wire))
  if (fwd) return fwd
  const { id, name } = by
  return { by: { id, name }, at: atMs, ...(origin && { room: { name: origin.name, title: origin.title } }) }
}
