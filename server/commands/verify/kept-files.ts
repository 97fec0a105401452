import { createHash } from 'node:crypto'
import type { StoredBytes } from '#server/files/index.ts'
import type { Look } from '#server/storage/look.ts'
import type { Findings } from './findings.ts'

type BlobRow = { hash: string; bytes: number }
export type FilesNeeds = {
  look: Look
  /** `whyNot`: why they could not be asked for; '' as long as they could. */
  stored: StoredBytes & { whyNot(): string }
  findings: Findings
  /** Only whether they are there, and how large. */
  quick: boolean
  /** Not there, and known not to be: they were missing in the backup. */
  missing: ReadonlySet<string>
  onBytes(count: number): void
}

const PAGE = 200

/** Rows and bytes: what is noted is there, and is what its name says. */
export async function verifyFiles(needs: FilesNeeds): Promise<void> {
  await requireNoted(needs)
  for (let after = '', more = true; more; ) {
    const page = await needs.look.sql<BlobRow[]>`
      select hash, bytes from blobs where hash > ${after} order by hash limit ${PAGE}`
    for (const row of page) await verifyBytes(needs, row)
    after = page.at(-1)?.hash ?? after
    more = page.length === PAGE
  }
}

async function verifyBytes(needs: FilesNeeds, { hash, bytes }: BlobRow): Promise<void> {
  const { look, findings, missing, onBytes } = needs
  findings.count('files')
  findings.count('bytes', bytes)
  const why = await whatIsWrong(needs, hash, bytes)
  onBytes(bytes)
  if (why === null) return
  // Rows go before bytes: what was swept meanwhile has none any more.
  const still = await look.sql<BlobRow[]>`select hash, bytes from blobs where hash = ${hash}`
  if (still.length === 0) return
  if (missing.has(hash)) return findings.count('missing on purpose')
  findings.fault(`${await ownerOf(look, hash)}: ${why}`)
}

async function whatIsWrong({ stored, quick }: FilesNeeds, hash: string, bytes: number): Promise<string | null> {
  if (quick) {
    const size = await stored.sizeOf(hash)
    return size === null
      ? 'its bytes are not there.'
      : size === bytes
        ? null
        : `it has ${size} bytes instead of ${bytes}.`
  }
  const found = await stored.read(hash)
  if (!found) return 'its bytes are not there.'
  const sum = createHash('sha256')
  try {
    for await (const piece of found.pieces) sum.update(piece)
  } catch (error) {
    // A store that went away in the middle says nothing of what it holds.
    if (stored.whyNot() !== '') throw error
    return 'its bytes cannot be read.'
  }
  return sum.digest('hex') === hash ? null : 'its bytes are not what they were.'
}

/** Where people see it. */
async function ownerOf({ sql }: Look, hash: string): Promise<string> {
  const short = `file ${hash.slice(0, 2)}/${hash}`
  const [row] = await sql<{ room_id: string | null; seq: number | null }[]>`
    select room_id, seq from files where hash = ${hash} or thumb_hash = ${hash} order by seq desc limit 1`
  if (row?.room_id && row.seq) return `Room ${row.room_id}, number ${row.seq}, ${short}`
  return short.replace('f', 'F')
}

/** Whatever names bytes names such that are noted. */
async function requireNoted({ look, findings }: FilesNeeds): Promise<void> {
  const rows = await look.sql<{ what: string; id: string; hash: string }[]>`
    select 'file' as what, id, hash from files where not exists (select 1 from blobs where blobs.hash = files.hash)
    union all select 'file', id, thumb_hash from files
      where thumb_hash is not null and not exists (select 1 from blobs where blobs.hash = files.thumb_hash)
    union all select 'card', picture_id, picture_hash from link_cards
      where picture_hash is not null and not exists (select 1 from blobs where blobs.hash = link_cards.picture_hash)
    union all select 'emoticon', id, hash from emoticons
      where length(hash) = 64 and not exists (select 1 from blobs where blobs.hash = emoticons.hash)
    limit ${PAGE}`
  for (const { what, id, hash } of rows) findings.fault(`The ${what} ${id} names bytes that are not noted (${hash}).`)
}
