import type { Welcome } from '#protocol/connection.ts'

/** Where the connection stands. `lostMs` is when it was lost (platform clock): nothing need be shown in the first 2 s. */
export type Status =
  | { name: 'connecting'; lostMs?: number }
  | { name: 'online'; welcome: Welcome }
  | { name: 'waiting'; lostMs: number; retryAtMs: number; why: 'lost' | 'restarting' | 'busy' }
  /**
   * Nothing is tried; only `start` tries again. `code` is the close code of the server (44xx: stay away), 1000 before
   * `start` and after `stop`, and 0 when the hello was refused; then `refusal` is its code (login_first: there is no
   * session, make one; version_unsupported: this program is too old).
   */
  | { name: 'stopped'; code: number; refusal?: string }
