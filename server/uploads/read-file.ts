import type { Principal } from '#server/accounts/principals.ts'
import type { Blobs, Bytes, Range } from '#server/files/index.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { fileOf } from './file-rows.ts'
import { findStored, type StoredRow } from './stored-rows.ts'

export type ReadFileNeeds = {
  read: Sql
  blobs: Blobs
  /** Whether somebody may read a room. */
  mayRead(principal: Principal, roomId: string): Promise<boolean>
  /** A row without bytes: a fault, or a store that has lost something. */
  onMissing(fileId: string): void
}

export type FileForm = 'whole' | 'thumb'

/** A file that may be shown: how it is to be served, and its bytes. */
export type Served = {
  name: string
  type: string
  /** We have made these bytes ourselves: a browser may show them. */
  inline: boolean
  /** Of the whole, where it is known before it is read. */
  bytes: number | null
  read(range?: Range): Promise<Bytes>
}

/**
 * A file that this person may see now: of a message in a room that it may read, or its own that waits. Anything else looks as if it
 * were not there (T-8): `not_found`.
 */
export function createReadFile({ read, blobs, mayRead, onMissing }: ReadFileNeeds) {
  async function isFor(principal: Principal, { owner_id, room_id, seq }: StoredRow): Promise<boolean> {
    if (seq === null) return owner_id === principal.id
    return room_id !== null && (await mayRead(principal, room_id))
  }

  return async function readFile(principal: Principal, id: string, form: FileForm): Promise<Served> {
    const row = await findStored(read, id)
    if (!row || !(await isFor(principal, row))) throw new Refusal('not_found')
    const facts = fileOf(row)
    const shown = form === 'whole' ? { hash: row.hash, type: facts.type } : thumbOf(row)
    if (!shown) throw new Refusal('not_found')
    return {
      name: facts.name,
      type: shown.type,
      inline: form === 'thumb' || facts.kind === 'picture',
      bytes: form === 'whole' ? facts.bytes : null,
      async read(range) {
        const bytes = await blobs.read(shown.hash, range)
        if (bytes) return bytes
        onMissing(id)
        throw new Refusal('not_found')
      },
    }
  }
}

const thumbOf = ({ thumb_hash, thumb_type }: StoredRow): { hash: string; type: string } | null =>
  thumb_hash !== null && thumb_type !== null ? { hash: thumb_hash, type: thumb_type } : null
