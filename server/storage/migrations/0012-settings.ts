import type { Migration } from '../migrate.ts'

export const settings: Migration = {
  id: 12,
  name: 'settings',
  statements: [
    // What somebody has chosen for all of its devices: a row a name, also of names that only a newer program knows. version: which
    // change of this person it was; chosen_ms: when it was chosen, by our clock (decision 0051).
    `create table person_settings (
      principal_id text not null references principals (id) on delete cascade,
      name text not null,
      value text not null,
      version integer not null,
      chosen_ms double precision not null,
      primary key (principal_id, name)
    )`,
  ],
}
