import { errorCode } from '#server/files/index.ts'
import { refusalResponse } from './http-routes.ts'

/** Of this process, or of the whole system. */
const NO_DESCRIPTOR: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE'])
const BUSY_RETRY_MS = 1_000

/** The answer where no file can be opened for a while (F-22), which passes; null where something else is wrong. */
export const busyWithoutDescriptor = (error: unknown): Response | null =>
  NO_DESCRIPTOR.has(errorCode(error)) ? refusalResponse('busy', { retry_after_ms: BUSY_RETRY_MS }) : null
