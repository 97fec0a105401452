import { Refusal } from '#server/kit/refusal.ts'

const RETRY_MS = 5_000
/** No space, over the quota of a user, a file larger than the file system takes, read-only, rights taken. */
const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM'])

export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Besides a disk that fails: rights taken, and a handle that a network's disk no longer knows. */
const UNREADABLE_CODES: ReadonlySet<string> = new Set(['EIO', 'EACCES', 'EPERM', 'ESTALE'])

/** The disk itself fails: people are told to come again, and whoever runs the house what it was. */
export const isBroken = (error: unknown): error is Error => errorCode(error) === 'EIO'

/** A disk that takes nothing more, or fails, is an expected no (P-16); all else stays what it is. */
export function asRefusal(error: unknown): unknown {
  if (FULL_CODES.has(errorCode(error))) return new Refusal('storage_full', { retry_after_ms: RETRY_MS })
  return isBroken(error) ? new Refusal('unavailable', { retry_after_ms: RETRY_MS }) : error
}

/** What is there and cannot be read is no bug of ours, and a full disk would be the wrong name for it. `tell` hears why. */
export function asReadRefusal(error: unknown, tell: (why: string) => void): unknown {
  if (!(error instanceof Error) || !UNREADABLE_CODES.has(errorCode(error))) return error
  tell(error.message)
  return new Refusal('unavailable', { retry_after_ms: RETRY_MS })
}
