import { Database as Handle } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openSqlite } from './database-sqlite.ts'
import { beginnings } from './migrations/0001-beginnings.ts'

/** A database as the first version left it. */
function oldHouse(file: string): void {
  const handle = new Handle(file, { create: true })
  handle.run('create table migrations (id integer primary key, name text not null)')
  for (const statement of beginnings.statements) handle.run(statement)
  handle.run(`insert into migrations (id, name) values (1, 'beginnings')`)
  handle.run(`insert into rooms (id, name, name_key, title, created_ms) values ('r', '', '', '', 1)`)
  handle.run(`insert into room_heads (room_id, epoch, floor, seq, last_ms) values ('r', 'e', 1, 1, 1)`)
  handle.run(insertOld('one', 1))
  handle.close()
}

const insertOld = (cid: string, seq: number): string =>
  `insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire)
   values ('r', ${seq}, 1, 'message.posted', 'p', '${cid}', '', '{"type":"message.posted"}')`

test('[P-20] a database of the version before is brought up to date, and that version still reads and writes it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-migrate-'))
  const file = path.join(folder, 'house.sqlite')
  oldHouse(file)
  for (let start = 0; start < 2; start++) {
    const database = await openSqlite(file)
    const lines = await database.read<{ seq: number }[]>`
      select e.seq from events e left join message_states s on s.room_id = e.room_id and s.seq = e.seq
      where e.room_id = ${'r'} and e.type = 'message.posted' order by e.seq`
    expect(lines.map(({ seq }) => seq)).toEqual(start === 0 ? [1] : [1, 2])
    await database.close()
    const old = new Handle(file)
    old.run(insertOld(`again ${start}`, start + 2))
    old.close()
  }
  rmSync(folder, { recursive: true })
})
