import type { PushBody, PushName } from '#protocol/index.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Principal } from './principals.ts'

/**
 * Tells people what is theirs, on all of their connections and to nobody else. What one commit has changed leaves as one frame,
 * the newest truth: a burst of whole truths would count as a slow reader's.
 */
export function createTellOwn<P extends PushName>(kind: P): (principal: Principal, body: PushBody<P>) => void {
  const waiting = new Map<Principal, PushBody<P>>()

  function leave(): void {
    for (const [{ connections }, body] of waiting) {
      const frame = JSON.stringify([0, kind, body])
      for (const connection of connections) connection.send(frame)
    }
    waiting.clear()
  }

  return function tellOwn(principal, body) {
    if (waiting.size === 0) void nextTurn().then(leave)
    waiting.set(principal, body)
  }
}
