import type { Migration } from '../migrate.ts'

export const waitingRooms: Migration = {
  id: 9,
  name: 'waiting rooms',
  statements: [
    // Others have put the room on the list, and whose list it is has not come into it yet: of these only the newest are kept.
    'alter table seats add column waiting integer not null default 0',
  ],
}
