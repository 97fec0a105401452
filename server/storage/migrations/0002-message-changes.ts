import type { Migration } from '../migrate.ts'

export const messageChanges: Migration = {
  id: 2,
  name: 'message changes',
  statements: [
    // Lines without the changes between them: a page of history reads no more than it shows (decision 0012).
    `create index events_lines on events (room_id, seq) where type = 'message.posted'`,
    // What the changes of a message have made of it: the fold of protocol/message-state.ts, as clients get it. v is the
    // newest change. crowded: some kind of reaction has people whom the state does not name. pinned: number of the pin.
    `create table message_states (
      room_id text not null,
      seq integer not null,
      v integer not null,
      state text not null,
      crowded integer not null,
      pinned integer,
      primary key (room_id, seq)
    )`,
    'create index message_states_pinned on message_states (room_id, pinned) where pinned is not null',
    // Where the words of a message still stand: an erasure takes them out of its edits, too (P-7).
    `create table message_edits (
      room_id text not null,
      message integer not null,
      seq integer not null,
      primary key (room_id, message, seq)
    )`,
    `create table reactions (
      room_id text not null,
      seq integer not null,
      principal_id text not null,
      kind text not null,
      primary key (room_id, seq, principal_id, kind)
    )`,
  ],
}
