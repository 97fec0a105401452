import { Database } from 'bun:sqlite'
import path from 'node:path'

type Row = { room: string; count: number; first: number; last: number; head: number; floor: number }

/** What the database must be in order with, after anything (C-1, C-6); asked by SQL of our own. */
export function faultsOfLog(dataDir: string): string[] {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  try {
    const rows = database
      .query<Row, []>(
        `select e.room_id as room, count(*) as count, min(e.seq) as first, max(e.seq) as last, h.seq as head, h.floor as floor
           from events e join room_heads h on h.room_id = e.room_id group by e.room_id`,
      )
      .all()
    const gaps = rows
      .filter(({ count, first, last, head, floor }) => first !== floor || last !== head || count !== last - first + 1)
      .map((row) => `C-1: numbers of a room have a hole: ${JSON.stringify(row)}`)
    const doubles = database
      .query<{ count: number }, []>(
        'select count(*) as count from (select 1 from events group by room_id, author_id, cid having count(*) > 1)',
      )
      .all()
      .filter(({ count }) => count > 0)
      .map(({ count }) => `C-6: ${count} commands are stored twice`)
    const sound = database.query<{ quick_check: string }, []>('pragma quick_check').get()?.quick_check
    return [
      ...gaps,
      ...doubles,
      ...(sound === 'ok' ? [] : [`the database: ${sound}`]),
      ...(rows.length > 0 ? [] : ['no room has an event']),
    ]
  } finally {
    database.close()
  }
}
