import type { Migration } from '../migrate.ts'

export const roomsOfPeople: Migration = {
  id: 5,
  name: 'rooms of people',
  statements: [
    "alter table rooms add column topic text not null default ''",
    'alter table rooms add column accent integer',
    "alter table rooms add column access text not null default 'link'",
    "alter table rooms add column kind text not null default 'room'",
    'alter table rooms add column archived integer not null default 0',
    // Of a private chat: the hash of its people, so that it is found again and cannot be named.
    'alter table rooms add column chat_key text',
    'create unique index rooms_by_chat_key on rooms (chat_key) where chat_key is not null',
    "update rooms set access = 'open' where name_key = ''",
    // When something was said last; the directory and the list are in its order.
    'alter table rooms add column said_ms double precision',
    `update rooms set said_ms = (select e.at_ms from events e where e.room_id = rooms.id and e.type = 'message.posted'
       order by e.seq desc limit 1)`,
    "create index rooms_open on rooms (said_ms) where access = 'open' and archived = 0",
    // How many messages the log has, so that what is not read is a subtraction.
    'alter table room_heads add column lines integer not null default 0',
    `update room_heads set lines =
       (select count(*) from events e where e.room_id = room_heads.room_id and e.type = 'message.posted')`,
    // What became of the room: read beside the lines of a page (decision 0012).
    `create index events_notices on events (room_id, seq) where type in ('room.changed', 'member.changed')`,
    // Rights: owners of all rooms, members of private ones.
    `create table members (
      room_id text not null references rooms (id),
      principal_id text not null,
      role text not null,
      since_ms double precision not null,
      primary key (room_id, principal_id)
    )`,
    'create index members_by_principal on members (principal_id)',
    // Two hundred rooms of a list are read with their owners: none of them goes through its members for that.
    "create index members_owners on members (room_id) where role = 'owner'",
    `insert into members (room_id, principal_id, role, since_ms)
       select r.id, p.id, 'owner', r.created_ms from rooms r join principals p on p.id = r.made_by where r.name_key <> ''`,
    `create table bans (
      room_id text not null references rooms (id),
      principal_id text not null,
      by_id text not null,
      at_ms double precision not null,
      was_member integer not null,
      primary key (room_id, principal_id)
    )`,
    // Somebody's own list of rooms: how much it wants to hear, and how far it has read. told_seq: what others of a chat know.
    // since_ms: when it was made, or last read.
    `create table seats (
      principal_id text not null,
      room_id text not null references rooms (id),
      level text,
      read_seq integer not null,
      read_lines integer not null,
      told_seq integer not null,
      since_ms double precision not null,
      primary key (principal_id, room_id)
    )`,
    'create index seats_by_room on seats (room_id)',
    // Messages for somebody that are not read yet. principal_id '': for everybody in the room.
    `create table mentions (
      principal_id text not null,
      room_id text not null,
      seq integer not null,
      primary key (principal_id, room_id, seq)
    )`,
    // An erased message takes its mentions along.
    'create index mentions_by_line on mentions (room_id, seq)',
    `create table person_marks (
      principal_id text not null,
      other_id text not null,
      ignored integer not null,
      refused integer not null,
      primary key (principal_id, other_id)
    )`,
    'create index person_marks_by_other on person_marks (other_id)',
    // The one row: who owns the installation.
    'create table house (owner_id text not null, claimed_ms double precision not null)',
  ],
}
