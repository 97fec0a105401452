import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** threats.md 5: at least 8 KiB a second over 30 s. */
const WINDOW_MS = 30_000
const LEAST_BYTES = 8 * 1024 * (WINDOW_MS / 1_000)
const RETRY_MS = 1_000

/**
 * The pieces of a body, as long as they come quickly enough (T-60): one that drips is refused with `too_slow`. `cut` ends it from
 * outside, with its reason. Whoever has gone hears nothing of the `busy` that is said of a line that broke.
 */
export async function* paced(
  body: ReadableStream<Uint8Array>,
  clock: Clock,
  cut: Promise<never>,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  const slow = Promise.withResolvers<never>()
  slow.promise.catch(() => {})
  let came = 0
  const stop = clock.every(WINDOW_MS, () => {
    if (came < LEAST_BYTES) slow.reject(new Refusal('too_slow', { retry_after_ms: RETRY_MS }))
    came = 0
  })
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read().catch(broken), slow.promise, cut])
      if (done) return
      came += value.length
      yield value
    }
  } finally {
    stop()
    // Nobody reads the rest: the runtime ends the connection.
    await reader.cancel().catch(() => {})
  }
}

function broken(): never {
  throw new Refusal('busy', { retry_after_ms: RETRY_MS })
}
