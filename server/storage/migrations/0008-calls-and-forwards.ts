import type { Migration } from '../migrate.ts'

export const callsAndForwards: Migration = {
  id: 8,
  name: 'calls and forwards',
  statements: [
    // When everybody was called last (@all): there are minutes between two calls.
    'alter table rooms add column called_ms double precision',
    // Messages that say again what somebody said: so that the name of who is deleted is found in them.
    `create table forwards (
      author_id text not null,
      room_id text not null,
      seq integer not null,
      primary key (author_id, room_id, seq)
    )`,
  ],
}
