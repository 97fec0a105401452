import type { Migration } from '../migrate.ts'

export const bounds: Migration = {
  id: 11,
  name: 'bounds',
  statements: [
    // Keyed hash of the wish that a room was made by; null: it was made before this was kept.
    'alter table rooms add column made_hash text',
    // Until when a ban holds; null: until somebody pardons. heir_of: whose ban it follows, for whoever came from the same address.
    'alter table bans add column until_ms double precision',
    'alter table bans add column heir_of text',
    'create index bans_ending on bans (until_ms) where until_ms is not null',
    'create index bans_of_heirs on bans (room_id, heir_of) where heir_of is not null',
    // Where a banned person came from, as a keyed hash, for as long as it is asked for (decision 0040).
    `create table ban_traces (
      home_hash text not null,
      room_id text not null,
      principal_id text not null,
      until_ms double precision not null,
      primary key (home_hash, room_id, principal_id)
    )`,
    'create index ban_traces_by_person on ban_traces (room_id, principal_id)',
    'create index ban_traces_ending on ban_traces (until_ms)',
  ],
}
