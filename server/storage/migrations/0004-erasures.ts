import type { Migration } from '../migrate.ts'

export const erasures: Migration = {
  id: 4,
  name: 'erasures',
  statements: [
    // What somebody has asked to be deleted and is not all gone yet: it goes on after a restart. room_id null: in all rooms.
    // person 1: the person was deleted, and its name leaves what stays of it.
    `create table erasures (
      principal_id text primary key,
      cid text not null,
      room_id text,
      person integer not null,
      asked_ms double precision not null
    )`,
  ],
}
