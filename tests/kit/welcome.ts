import type { Welcome } from '#protocol/connection.ts'
import { limits } from '#protocol/limits.ts'

const nobody: Welcome['me'] = { id: 'pada', name: 'ada', look: 1, entered: true }

/** What a server says first, with the bounds of a real one. */
export function welcomeOf(me: Welcome['me'] = nobody): Welcome {
  const told = {
    body_chars: 4_000,
    name_chars: 32,
    room_name_chars: 48,
    command_bytes: 65_536,
    page_events: 500,
    file_bytes: 1_000_000,
    message_files: 10,
  }
  return { v: 1, server: 'model', build: 'b1', me, now_ms: 0, heartbeat_ms: limits.heartbeatMs, limits: told }
}
