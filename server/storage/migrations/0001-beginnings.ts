import type { Migration } from '../migrate.ts'

export const beginnings: Migration = {
  id: 1,
  name: 'beginnings',
  statements: [
    // A person: guests of the page and of the classic gateway. name_key is what the eye takes for the same name.
    `create table principals (
      id text primary key,
      kind text not null,
      name text not null,
      name_key text unique,
      look integer not null,
      entered integer not null,
      created_ms double precision not null,
      seen_ms double precision not null
    )`,
    'create index principals_by_seen on principals (entered, seen_ms)',
    // token_hash is the SHA-256 of the random id in the cookie: the table alone lets nobody in.
    `create table sessions (
      token_hash text primary key,
      principal_id text not null references principals (id) on delete cascade,
      created_ms double precision not null,
      seen_ms double precision not null
    )`,
    'create index sessions_by_principal on sessions (principal_id)',
    'create index sessions_by_seen on sessions (seen_ms)',
    `create table rooms (
      id text primary key,
      name text not null,
      name_key text not null unique,
      title text not null,
      made_by text,
      created_ms double precision not null
    )`,
    // The one row that gives a room's numbers (HOUSE-5). last_ms keeps times from going back inside a room (P-18).
    `create table room_heads (
      room_id text primary key references rooms (id),
      epoch text not null,
      floor integer not null,
      seq integer not null,
      last_ms double precision not null
    )`,
    // The log. wire is the event as clients get it, without its number and time: those stand in their columns.
    `create table events (
      room_id text not null,
      seq integer not null,
      at_ms double precision not null,
      type text not null,
      author_id text not null,
      cid text not null,
      check_hash text not null,
      wire text not null,
      primary key (room_id, seq)
    )`,
    // Idempotent sends: the key lives as long as the event (P-5).
    'create unique index events_by_cid on events (room_id, author_id, cid)',
  ],
}
