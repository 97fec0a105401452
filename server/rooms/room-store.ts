import type { RoomInfo } from '#protocol/rooms.ts'
import type { Sql } from '#server/storage/database.ts'

export async function findRoomByKey(sql: Sql, nameKey: string): Promise<RoomInfo | null> {
  const [row] = await sql<RoomInfo[]>`select id, name, title, access from rooms where name_key = ${nameKey}`
  return row ?? null
}

export async function findRoomById(sql: Sql, id: string): Promise<RoomInfo | null> {
  const [row] = await sql<RoomInfo[]>`select id, name, title, access from rooms where id = ${id}`
  return row ?? null
}

export async function insertRoom(
  sql: Sql,
  room: RoomInfo & { nameKey: string; madeBy: string | null; nowMs: number },
): Promise<void> {
  await sql`
    insert into rooms (id, name, name_key, title, access, made_by, created_ms)
    values (${room.id}, ${room.name}, ${room.nameKey}, ${room.title}, ${room.access}, ${room.madeBy}, ${room.nowMs})`
}
