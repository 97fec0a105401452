import type { Rate } from '#server/kit/limiter.ts'
import type { Session } from './session.ts'

/** What all sessions have in common: one object for all of them. */
export type SessionNeeds = {
  steadyMs(): number
  /** Of commands. */
  rate: Rate
  floodPerSecond: number
  onText(session: Session, text: string): void
  /** It is sent away for a flood. */
  onFlood(session: Session): void
  onEnd(session: Session, code: number): void
}
