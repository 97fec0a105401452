import type { Platform } from './platform.ts'

/**
 * Calls every listener. One that throws neither keeps the news from the others nor leaves this library half done: its
 * error surfaces in a turn of its own.
 */
export function tell<L>({ after }: Pick<Platform, 'after'>, listeners: Iterable<L>, say: (listener: L) => void) {
  for (const listener of [...listeners]) {
    try {
      say(listener)
    } catch (error) {
      after(0, () => {
        throw error
      })
    }
  }
}
