import type { File } from '#protocol/files.ts'
import type { Line } from '#protocol/lines.ts'
import type { Notice } from '#protocol/room-events.ts'
import { EventLog, type RoomTx } from '#server/delivery/event-log.ts'
import { newFileId } from '#server/kit/ids.ts'
import { findTarget, insertEdit, saveReaction, storeChange, stubOf } from '#server/messages/index.ts'
import type { Sql } from '#server/storage/database.ts'
import { attachFiles, insertFile } from '#server/uploads/index.ts'
import type { KeptFile } from './import-files.ts'
import { namesOf } from './import-files.ts'
import { type Item, wrong } from './read-room.ts'
import { changesOf, type OldChange, Strangers, wireOf } from './replay.ts'

type Kept = { n: number; at: number; old: number; number: number; kind: 'line' | 'notice' | 'change'; json: string }
type Needs = { sql: Sql; room: string; files: ReadonlyMap<string, KeptFile> }

const PAGE = 500

/**
 * Writes an exported room as a log of its own, all in the transaction of `sql`. First everything is laid down in tables of this connection, by its time;
 * then it is said once more, so that no time goes back (P-18), whatever was changed how late.
 */
export class RoomWriter {
  readonly #needs: Needs
  readonly #people = new Strangers()
  readonly #log: EventLog
  readonly #tx: RoomTx
  #count = 0
  #saidMs: number | null = null

  private constructor(needs: Needs) {
    this.#needs = needs
    this.#log = new EventLog(needs.sql)
    // Nobody listens: the house is closed.
    this.#tx = { sql: needs.sql, tell() {} }
  }

  static async begin(needs: Needs): Promise<RoomWriter> {
    const { sql } = needs
    await sql`drop table if exists temp.import_items`
    await sql`drop table if exists temp.import_seqs`
    await sql`create temp table import_items (n integer primary key, at double precision, old integer, number integer, kind text, json text)`
    await sql`create temp table import_seqs (old integer primary key, seq integer not null)`
    return new RoomWriter(needs)
  }

  /** `number`: of its line in the file. */
  async lay(item: Item, number: number): Promise<void> {
    if ('notice' in item) return this.#lay('notice', item.at, item.notice.seq, number, item.notice)
    const { line } = item
    const changes = changesOf(line)
    await this.#lay('line', line.at, line.seq, number, line)
    // `readRoom` gives none whose state no events could have made.
    for (const change of changes ?? []) await this.#lay('change', change.atMs, line.seq, number, change)
  }

  /** Says all of it; how many events they are, and when the last message was said. */
  async write(tell: (done: number, of: number) => void): Promise<{ events: number; saidMs: number | null }> {
    const { sql } = this.#needs
    await sql`create index temp.import_order on import_items (at, n)`
    let last: { at: number; n: number } = { at: Number.NEGATIVE_INFINITY, n: 0 }
    for (let done = 0, more = true; more; ) {
      const page = await sql<Kept[]>`
        select n, at, old, number, kind, json from temp.import_items
        where (at, n) > (${last.at === Number.NEGATIVE_INFINITY ? -1 : last.at}, ${last.n}) order by at, n limit ${PAGE}`
      for (const item of page) await this.#say(item)
      done += page.length
      tell(done, this.#count)
      last = page.at(-1) ?? last
      more = page.length === PAGE
    }
    await sql`drop table temp.import_items`
    await sql`drop table temp.import_seqs`
    return { events: this.#count, saidMs: this.#saidMs }
  }

  async #lay(kind: Kept['kind'], at: number, old: number, number: number, what: object): Promise<void> {
    const json = JSON.stringify(what)
    await this.#needs.sql`
      insert into temp.import_items (n, at, old, number, kind, json)
      values (${++this.#count}, ${at}, ${old}, ${number}, ${kind}, ${json})`
  }

  #say({ kind, json, old, at, number }: Kept): Promise<void> {
    // Laid down by this class alone.
    switch (kind) {
      case 'line':
        return this.#sayLine(JSON.parse(json), number)
      case 'notice':
        return this.#sayNotice(JSON.parse(json), number)
      case 'change':
        return this.#sayChange(JSON.parse(json), old, at)
    }
  }

  async #sayLine(line: Line, number: number): Promise<void> {
    const { sql, room } = this.#needs
    const by = this.#people.person(line.by)
    const { files, lost, kept } = this.#filesOf(line)
    const re = line.re === undefined ? null : await this.#newSeq(line.re)
    const wire = wireOf(line, by, this.#people, { re, files, lost })
    const seq = await this.#announce({ type: line.type, by: by.id, cid: line.cid, atMs: line.at, wire }, number)
    await sql`insert into temp.import_seqs (old, seq) values (${line.seq}, ${seq})`
    for (const { file, of } of kept)
      await insertFile(sql, {
        owner: by.id,
        room,
        file,
        hash: of.hash,
        thumb: of.thumb,
        bytes: of.bytes,
        atMs: line.at,
      })
    if (files.length > 0) await attachFiles(sql, seq, files)
    this.#saidMs = line.at
  }

  /** Those whose bytes are here, with new ids, and those that are lost. */
  #filesOf(line: Line): { files: File[]; lost: File[]; kept: { file: File; of: KeptFile }[] } {
    if (line.body === undefined) return { files: [], lost: [], kept: [] }
    const names = namesOf(line)
    const kept: { file: File; of: KeptFile }[] = []
    const lost: File[] = []
    for (const [place, shown] of (line.files ?? []).entries()) {
      const of = this.#needs.files.get(names[place] ?? '')
      if (of) kept.push({ file: { id: newFileId(), ...of.facts }, of })
      else lost.push(shown)
    }
    return { files: kept.map(({ file }) => file), lost, kept }
  }

  async #sayNotice(told: Notice, number: number): Promise<void> {
    const { seq: _seq, at: atMs, ...wire } = this.#people.notice(told)
    await this.#announce({ type: wire.type, by: wire.by.id, cid: wire.cid, atMs, wire }, number)
  }

  async #sayChange({ by: who, facts }: OldChange, old: number, atMs: number): Promise<void> {
    const { sql, room } = this.#needs
    const message = await this.#newSeq(old)
    const target = message === null ? null : await findTarget(sql, room, message)
    if (message === null || !target) throw new Error('a change before its message')
    const by = this.#people.actor(who)
    const change = { facts: this.#people.facts(facts), by, cid: crypto.randomUUID(), message, checkHash: '', atMs }
    const { seq } = await storeChange(this.#log, this.#tx, room, target, change)
    if (facts.type === 'message.edited' || facts.type === 'message.carded') await insertEdit(sql, room, message, seq)
    if (facts.type === 'message.reacted') await saveReaction(sql, { room, message, kind: facts.kind, on: true }, by.id)
    // The stub was written with the old number of what erased it.
    if (facts.type === 'message.erased') await this.#log.rewrite(this.#tx, room, message, stubOf(target.wire, seq))
  }

  async #announce(
    { type, by, cid, atMs, wire }: { type: string; by: string; cid: string; atMs: number; wire: object },
    number: number,
  ): Promise<number> {
    const event = { type, author: by, cid, checkHash: '', atMs, wire: JSON.stringify(wire) }
    const { seq, dup } = await this.#log.announce(this.#tx, this.#needs.room, event)
    if (dup) throw wrong(number, 'it stands in the file twice')
    return seq
  }

  async #newSeq(old: number): Promise<number | null> {
    const [row] = await this.#needs.sql<{ seq: number }[]>`select seq from temp.import_seqs where old = ${old}`
    return row?.seq ?? null
  }
}
