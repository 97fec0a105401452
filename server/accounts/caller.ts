import type { CommandInput, CommandName, CommandReply } from '#protocol/index.ts'
import type { Access, Role } from '#protocol/room-info.ts'
import type { Reader, Subscription } from '#server/delivery/subscription.ts'
import type { Origin } from '#server/kit/socket.ts'
import type { Principal } from './principals.ts'

/** What a room and a person's place in it say. */
export type Standing = {
  access: Access
  chat: boolean
  archived: boolean
  /** By right; null: a visitor. */
  role: Role | null
  banned: boolean
}

/** A connection's place in a room, until its `end`. Its standing is kept right by rooms/held-rooms.ts. */
export type Membership = Pick<Subscription, 'room' | 'end'> & { standing: Readonly<Standing> }

/** An open socket of somebody. */
export type Connection = Reader & {
  /** For the log; not a secret. */
  readonly id: string
  readonly from: Origin
  /** Replaced, never changed: whoever walks through it may end places meanwhile. Read and written by places.ts. */
  joined: readonly Membership[]
  /** It has nothing to prove a return with, so it leaves the people list without a grace (the classic gateway). */
  readonly leavesAtOnce: boolean
  /** The socket is closed: nothing that was being prepared for it begins any more. */
  readonly gone: boolean
  close(code: number): void
}

/** Who speaks, and from where. The author of everything is `principal`, never a frame (T-17). */
export type Caller = { readonly principal: Principal; readonly connection: Connection }

/** A page that closed may be a reload and gets a grace; who asked to leave, or was silent for long, does not. */
export type Leaving = 'at-once' | 'with-grace'

/** What a caller must be allowed to do; `can` (rooms/can.ts) has the table. */
export type Right =
  | 'be-here'
  | 'enter'
  | 'read'
  | 'search'
  | 'post'
  | 'edit'
  | 'erase'
  | 'react'
  | 'pin'
  | 'open-room'
  | 'export'
  | 'govern'
  | 'invite'
  | 'quit'
  | 'keep-house'

/**
 * An answer that was encoded before: it is not encoded again. What `behind` sends leaves right behind it, in the same write and
 * the same turn; it must not throw.
 */
export type Encoded = { readonly encoded: string; readonly behind?: () => void }
/** An answer that is made in the turn in which it leaves, so that nothing falls between the two. */
export type AtAnswer<Reply> = { readonly atAnswer: () => Reply }

type Reply<C extends CommandName> = CommandReply<C> | Encoded

export type Handler<C extends CommandName> = (
  caller: Caller,
  input: CommandInput<C>,
) => Promise<Reply<C> | AtAnswer<Reply<C>>> | Reply<C> | AtAnswer<Reply<C>>

/** A command that lacks its right does not compile (HOUSE-9). */
export type Command<C extends CommandName> = { readonly right: Right; readonly handle: Handler<C> }
export type Handlers<Names extends CommandName> = { readonly [C in Names]: Command<C> }
