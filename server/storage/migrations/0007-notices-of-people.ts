import type { Migration } from '../migrate.ts'

export const noticesOfPeople: Migration = {
  id: 7,
  name: 'notices of people',
  statements: [
    // Whom the notices of a room name: the newest about somebody, and all of them when that person is deleted.
    `create table notice_people (
      room_id text not null,
      principal_id text not null,
      seq integer not null,
      primary key (room_id, principal_id, seq)
    )`,
    'create index notice_people_by_principal on notice_people (principal_id)',
    'create index bans_by_principal on bans (principal_id)',
    // A room that was made stays made, however often it is asked for.
    'alter table rooms add column made_cid text',
    'create unique index rooms_by_made_cid on rooms (made_by, made_cid) where made_cid is not null',
    // Title, topic and address of a room as they are looked for (protocol/fold.ts).
    "alter table rooms add column folded text not null default ''",
    // The directory in its order: rooms in which nothing was said behind all others, the newest first.
    'drop index rooms_open',
    `create index rooms_directory on rooms (coalesce(said_ms, created_ms * 0.000001), id)
       where access = 'open' and archived = 0`,
  ],
}
