import type { Migration } from '../migrate.ts'

export const push: Migration = {
  id: 6,
  name: 'push',
  statements: [
    // Where somebody's browsers are pushed to, with their keys. content: 'full' or 'hidden'. failures: in a row, of the kind that
    // does not pass.
    `create table push_subscriptions (
      endpoint text primary key,
      principal_id text not null references principals (id) on delete cascade,
      p256dh text not null,
      auth text not null,
      content text not null,
      locale text not null,
      created_ms double precision not null,
      failures integer not null
    )`,
    'create index push_subscriptions_by_principal on push_subscriptions (principal_id, created_ms)',
    // Whom a message is for, and who wants to hear all of a room: asked for each room in which something was said.
    'create index mentions_by_room on mentions (room_id, seq)',
    "create index seats_loud on seats (room_id) where level = 'all'",
  ],
}
