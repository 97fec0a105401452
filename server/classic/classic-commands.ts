import { closes } from '#protocol/closes.ts'
import { limits } from '#protocol/limits.ts'
import type { Accounts } from '#server/accounts/index.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Rate } from '#server/kit/limiter.ts'
import { type Log, maskAddress } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Messages } from '#server/messages/index.ts'
import type { Rooms } from '#server/rooms/index.ts'
import type { ClassicLobby } from './classic-lobby.ts'
import type { ClassicSession, Guest } from './classic-session.ts'
import { type Asked, readFrame } from './read-frame.ts'
import { createRefuse } from './refuse.ts'
import { requirePicture } from './user-list.ts'

export type CommandsNeeds = {
  clock: Clock
  log: Log
  lobbyId: string
  lobby: ClassicLobby
  accounts: Pick<Accounts, 'openClassicGuest' | 'closeClassicGuest'>
  rooms: Pick<Rooms, 'requireRight'>
  messages: Pick<Messages, 'postMessage'>
  rate: Rate
  floodPerSecond: number
  /** Somebody has logged in. */
  onLogin(session: ClassicSession): void
}

/** A login name longer than this is not repeated to its page: after cleaning it has at most 32 characters. */
const MOST_WISH_CHARS = limits.nameChars * 4
/** From a classic frame's text to the same commands as everybody's, and from their refusals to that page's words. */
export function createCommands(needs: CommandsNeeds) {
  const { clock, lobby, lobbyId, accounts, rooms, messages } = needs
  const { refuse, refuseEarly } = createRefuse(needs)

  /** One frame, good or bad: each costs the same. */
  function receive(session: ClassicSession, text: string): void {
    const now = clock.steadyMs()
    if (session.meter.floods(needs.floodPerSecond, now)) session.close(closes.flood)
    const waitMs = session.meter.take(needs.rate, now)
    if (waitMs > 0) refuseEarly(session, waitMs, text)
    else void perform(session, text)
  }

  async function perform(session: ClassicSession, text: string): Promise<void> {
    try {
      if (!session.defers(text)) await obey(session, readFrame(text))
    } catch (error) {
      refuse(session, error, text)
    }
  }

  function obey(session: ClassicSession, asked: Asked): Promise<unknown> | undefined {
    const { guest } = session
    if (asked.type === 'login') return logIn(session, asked)
    if (!guest) throw new Refusal('login_first')
    if (asked.type === 'user') return post(session, guest, asked.msg)
    if (asked.msg && asked.msg !== guest.principal.name && asked.msg !== guest.wish) throw new Refusal('forbidden')
    session.logOut()
    return undefined
  }

  async function post(session: ClassicSession, { principal }: Guest, body: string): Promise<unknown> {
    const caller = { principal, connection: session }
    await rooms.requireRight(caller, 'post', lobbyId)
    return messages.postMessage(caller, { room: lobbyId, cid: crypto.randomUUID(), body })
  }

  async function logIn(session: ClassicSession, asked: Extract<Asked, { type: 'login' }>): Promise<void> {
    session.beginLogin()
    try {
      await welcome(session, asked)
    } catch (error) {
      const left = session.endLogin(null)
      refuse(session, asName(error), null)
      for (const text of left?.waiting ?? []) void perform(session, text)
    }
  }

  async function welcome(
    session: ClassicSession,
    { msg, headerimg }: Extract<Asked, { type: 'login' }>,
  ): Promise<void> {
    const room = await lobby.open()
    const principal = await accounts.openClassicGuest(msg, session.from)
    const wish = principal.name === msg || msg.length > MOST_WISH_CHARS ? null : msg
    const coming = await lobby.come(principal)
    if (coming.standing.banned) {
      coming.giveUp()
      await accounts.closeClassicGuest(principal)
      throw new Refusal('banned')
    }
    const guest: Guest = { principal, wish, picture: requirePicture(headerimg), sinceMs: clock.nowMs() }
    const greeted = session.endLogin(guest)
    if (!greeted) {
      coming.giveUp()
      return accounts.closeClassicGuest(principal)
    }
    needs.onLogin(session)
    const from = maskAddress(session.from.address)
    needs.log.info('connected', { connection: session.id, principal: principal.id, from, client: 'classic' })
    lobby.enter(session, guest, room, coming)
    for (const text of greeted.waiting) void perform(session, text)
  }

  return receive
}

/** A name that is too long is no name; that page has no other field that could be. */
const asName = (error: unknown): unknown =>
  error instanceof Refusal && error.code === 'too_long' ? new Refusal('name_invalid') : error
