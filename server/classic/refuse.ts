import type { RefusalBody } from '#protocol/refusals.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newLogId } from '#server/kit/ids.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal, Unsure } from '#server/kit/refusal.ts'
import type { ClassicSession } from './classic-session.ts'
import { encodeFrame } from './frames.ts'
import { findTyped } from './read-frame.ts'
import { refusalWords } from './refusal-words.ts'
import { avatarUrl } from './user-list.ts'

/** What was typed is given back at most this often. */
const GIVE_BACK_MS = 1_000
/** Nobody types so soon after a frame that held nothing typed. */
const LOOK_MS = 10
const UNSURE = '〔不确定是否已发送〕'
/** The name and the bowl of what the house says. */
const HOUSE = { name: '系统', look: 0 }

/**
 * Says a refusal to its sender alone. That page has cleared its input when it sent, so what was typed comes back as a
 * line of the house: nothing typed is lost. `text` is the refused frame, null where it held nothing that was typed.
 */
export function createRefuse({ clock, log }: { clock: Clock; log: Log }) {
  const gaveBackMs = new WeakMap<ClassicSession, number>()
  const mayGiveBack = (session: ClassicSession): boolean =>
    clock.steadyMs() - (gaveBackMs.get(session) ?? Number.NEGATIVE_INFINITY) >= GIVE_BACK_MS

  function refuse(session: ClassicSession, error: unknown, text: string | null): void {
    const { code, ...detail } = refusalOf(error, log)
    const givesBack = session.guest !== null && mayGiveBack(session)
    const typed = text !== null && (givesBack || code === 'too_long') ? findTyped(text) : null
    const msg = refusalWords(code, detail, typed)
    session.say({ type: 'error', code, msg, ...detail })
    if (typed !== null && givesBack) giveBack(session, typed, error instanceof Unsure ? UNSURE : `〔未发送：${msg}〕`)
  }

  function giveBack(session: ClassicSession, typed: string, why: string): void {
    gaveBackMs.set(session, clock.steadyMs())
    session.say({
      type: 'user',
      from: HOUSE.name,
      msg: `${why}${typed}`,
      headerimg: avatarUrl(session.baseUrl, HOUSE.look),
    })
  }

  let early = { waitMs: 0, frame: '' }
  /** The same wait is told again and again: it is encoded once. */
  function earlyFrame(waitMs: number): string {
    const msg = refusalWords('rate_limited', {}, null)
    if (waitMs !== early.waitMs)
      early = { waitMs, frame: encodeFrame({ type: 'error', code: 'rate_limited', msg, retry_after_ms: waitMs }) }
    return early.frame
  }

  /**
   * A frame came too early by so many milliseconds. Of these tens of thousands may come in one turn (HOUSE-13): no exception is made for
   * it, and after one that held nothing typed the next is not looked into at once.
   */
  function refuseEarly(session: ClassicSession, waitMs: number, text: string): void {
    const looks = session.guest !== null && mayGiveBack(session)
    if (looks && findTyped(text) !== null)
      refuse(session, new Refusal('rate_limited', { retry_after_ms: waitMs }), text)
    else session.sayEncoded(earlyFrame(waitMs))
    if (looks && mayGiveBack(session)) gaveBackMs.set(session, clock.steadyMs() - GIVE_BACK_MS + LOOK_MS)
  }

  return { refuse, refuseEarly }
}

/** What is neither a refusal nor unsure is a bug, and says only its id. */
function refusalOf(error: unknown, log: Log): RefusalBody {
  if (error instanceof Refusal) return { code: error.code, ...error.detail }
  if (error instanceof Unsure) return { code: 'unavailable' }
  const id = newLogId()
  log.error('classic_failed', { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return { code: 'internal', id }
}
