import type { SettingsPush } from '#protocol/settings.ts'
import type { Sql } from '#server/storage/database.ts'

export type SettingRow = { name: string; value: string; version: number; chosen_ms: number }

/** Everything that somebody has chosen: as many rows as there ever were names. */
export async function findSettings(sql: Sql, who: string): Promise<SettingRow[]> {
  return sql<SettingRow[]>`
    select name, value, version, chosen_ms from person_settings where principal_id = ${who} order by name`
}

export async function saveSetting(sql: Sql, who: string, row: SettingRow): Promise<void> {
  await sql`
    insert into person_settings (principal_id, name, value, version, chosen_ms)
    values (${who}, ${row.name}, ${row.value}, ${row.version}, ${row.chosen_ms})
    on conflict (principal_id, name) do update
      set value = excluded.value, version = excluded.version, chosen_ms = excluded.chosen_ms`
}

export const versionOf = (rows: readonly SettingRow[]): number => Math.max(0, ...rows.map(({ version }) => version))

/** As clients are told. */
export const told = (rows: readonly SettingRow[]): SettingsPush => ({
  version: versionOf(rows),
  settings: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
})
