import type { Migration } from '../migrate.ts'

/** The index of search (decision 0017). It can be made anew from the log at any time. */
export const search: Migration = {
  id: 3,
  name: 'search',
  statements: [
    // Words in order, beginnings of words and single signs, person and kind: all cut by our own analysis, so the
    // tokenizer only parts at spaces. No text is kept.
    `create virtual table search_index using fts5 (
      words, edges, facets, content = '', columnsize = 0, tokenize = "ascii tokenchars '_'"
    )`,
    // An erased message leaves the pages at once, not at some later merge (P-7).
    "insert into search_index (search_index, rank) values ('secure-delete', 1)",
    // Merging is done by hand in small steps: by itself it takes 100 ms now and then (HOUSE-13).
    "insert into search_index (search_index, rank) values ('automerge', 0)",
    "insert into search_index (search_index, rank) values ('crisismerge', 64)",
    "insert into search_index (search_index, rank) values ('usermerge', 8)",
    // The index's own number of a room, and how far its log was indexed.
    `create table search_rooms (
      room integer primary key,
      room_id text not null unique references rooms (id),
      indexed integer not null
    )`,
    // Messages that are found by their edited text: the number of that edit.
    `create table search_edits (
      room integer not null,
      seq integer not null,
      edit integer not null,
      primary key (room, seq)
    )`,
    // The one row says by which analysis the index was made.
    'create table search_analysis (version integer not null)',
  ],
}
