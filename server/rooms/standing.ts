import type { Access, Role } from '#protocol/room-info.ts'
import type { Standing } from '#server/accounts/caller.ts'
import type { Sql } from '#server/storage/database.ts'

type Row = { access: Access; kind: string; archived: number; role: Role | null; banned: number | null }

/** What `standingOf` reads. */
export const standingTables = ['rooms', 'members', 'bans'] as const

/**
 * What a room and a person's place in it say now; null: there is no such room. Inside a write: at its place in the lane
 * (P-27). Look-ups in the columns: two joins took five times as long (decision 0025).
 */
export async function standingOf(sql: Sql, roomId: string, principalId: string): Promise<Standing | null> {
  const [row] = await sql<Row[]>`
    select access, kind, archived,
      (select m.role from members m where m.room_id = rooms.id and m.principal_id = ${principalId}) as role,
      (select 1 from bans b where b.room_id = rooms.id and b.principal_id = ${principalId}) as banned
    from rooms where id = ${roomId}`
  if (!row) return null
  const { access, kind, archived, role, banned } = row
  return { access, chat: kind === 'chat', archived: archived === 1, role, banned: banned !== null }
}
