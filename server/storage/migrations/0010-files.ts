import type { Migration } from '../migrate.ts'

export const files: Migration = {
  id: 10,
  name: 'files',
  statements: [
    // What is on its way. Its bytes so far lie in a file of its own; how many there are is that file's length.
    `create table uploads (
      id text primary key,
      owner_id text not null,
      room_id text,
      name text not null,
      bytes double precision not null,
      voice text,
      made_ms double precision not null,
      file_id text
    )`,
    'create index uploads_by_owner on uploads (owner_id)',
    'create index uploads_by_room on uploads (room_id, bytes) where file_id is null',
    'create index uploads_open on uploads (bytes) where file_id is null',
    // Bytes by the SHA-256 of them. What no file, card or emoticon names is swept.
    `create table blobs (
      hash text primary key,
      bytes double precision not null,
      made_ms double precision not null
    )`,
    // What somebody uploaded. seq is null until a message names it; a file of a pack has no room.
    `create table files (
      id text primary key,
      owner_id text not null,
      room_id text,
      seq integer,
      place integer not null default 0,
      kind text not null,
      facts text not null,
      hash text not null,
      thumb_hash text,
      thumb_type text,
      bytes double precision not null,
      made_ms double precision not null
    )`,
    'create index files_by_room on files (room_id, kind, seq, place) where seq is not null',
    'create index files_by_message on files (room_id, seq) where seq is not null',
    'create index files_by_owner on files (owner_id, bytes)',
    'create index files_of_room on files (room_id, bytes)',
    'create index files_waiting on files (made_ms) where seq is null',
    'create index files_by_hash on files (hash)',
    'create index files_by_thumb on files (thumb_hash) where thumb_hash is not null',
    // What pages said of themselves, by the SHA-256 of their address. card is null where there was nothing to show.
    `create table link_cards (
      address_hash text primary key,
      card text,
      picture_id text,
      picture_hash text,
      picture_type text,
      asked_ms double precision not null,
      used_ms double precision not null
    )`,
    'create unique index link_cards_by_picture on link_cards (picture_id) where picture_id is not null',
    'create index link_cards_by_use on link_cards (used_ms)',
    'create index link_cards_by_hash on link_cards (picture_hash) where picture_hash is not null',
    `create table packs (
      id text primary key,
      kind text not null,
      title text not null,
      version integer not null,
      removed integer not null default 0,
      made_ms double precision not null
    )`,
    `create table emoticons (
      id text primary key,
      pack_id text not null,
      name text not null,
      place integer not null,
      facts text not null,
      hash text not null,
      removed integer not null default 0
    )`,
    'create index emoticons_by_pack on emoticons (pack_id, removed, place)',
    'create index emoticons_by_name on emoticons (name, removed)',
    'create index emoticons_by_hash on emoticons (hash)',
    // Whether links are shown as cards; null: as is usual for its access.
    'alter table rooms add column cards integer',
  ],
}
