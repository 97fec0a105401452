import { Refusal } from '#server/kit/refusal.ts'

const FULL_RETRY_MS = 5_000
/** No space, over the quota of a user, a file larger than the file system takes, read-only, rights taken. */
const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM'])

export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** A disk that takes nothing more is an expected no (P-16); all else stays what it is. */
export function asRefusal(error: unknown): unknown {
  return FULL_CODES.has(errorCode(error)) ? new Refusal('storage_full', { retry_after_ms: FULL_RETRY_MS }) : error
}
