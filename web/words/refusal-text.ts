import { Refused } from '#sdk/index.ts'
import type { Words } from './zh-cn.ts'

/** A refusal that has no words of its own at the place where it happened; or that the server was not reached. */
export function refusalText(error: unknown, words: Words): string {
  if (!(error instanceof Refused)) return words.refused.unreachable
  const { code, retry_after_ms: waitMs } = error.refusal
  if (code === 'rate_limited') return words.refused.tooFast(Math.max(1, Math.ceil((waitMs ?? 1_000) / 1_000)))
  if (code === 'busy' || code === 'draining' || code === 'unavailable' || code === 'storage_full')
    return words.refused.busy
  return words.refused.other
}
