import { StorageRefused } from './database.ts'
import { isUnreadable } from './look.ts'
import { restoreWords } from './newest-backup.ts'

/** What of a database is found damaged while the house is opened: refused with what to do (P-16). All else stays what it is. */
export function unreadable(path: string, error: unknown): unknown {
  if (!isUnreadable(error)) return error
  return new StorageRefused(`${path} cannot be read: ${error.message}. ${restoreWords(path)}.`, { cause: error })
}
