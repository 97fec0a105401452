import type { Attachment, File } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import { requireText } from '#server/kit/clean-text.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { findOwn, withAlt } from '#server/uploads/index.ts'

/** The files that a new message names, as it will have them. Refuses with `not_found`, `bad_field`, `too_long`, `bad_text`. */
export async function requireFiles(
  sql: Sql,
  at: { owner: string; room: string },
  raw: readonly Attachment[],
): Promise<File[]> {
  const ids = raw.map(({ id }) => id)
  if (new Set(ids).size < ids.length) throw new Refusal('bad_field', { field: 'files' })
  const attachments = raw.map(({ id, alt }) => (alt === undefined ? { id } : { id, alt: requireAlt(alt) }))
  const files = await findOwn(sql, at, ids)
  // Another one's, another room's and none look the same (T-8).
  if (!files) throw new Refusal('not_found')
  return withAlt(files, attachments)
}

function requireAlt(raw: string): string {
  const alt = requireText(raw).trim()
  if (characters(alt) > limits.altChars) throw new Refusal('too_long', { limit: limits.altChars })
  return alt
}
