import { characters, isSeen } from '#protocol/text.ts'
import { requireText } from '#server/kit/clean-text.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** The words of a message. `mayBeEmpty`: files say enough. Refuses with `bad_text`, `too_long`, `empty`. */
export function requireBody(raw: string, mostChars: number, mayBeEmpty = false): string {
  const body = requireText(raw)
  // Code points are never more than UTF-16 units: short texts, nearly all, are not counted.
  if (body.length > mostChars && characters(body) > mostChars) throw new Refusal('too_long', { limit: mostChars })
  if (isSeen(body)) return body
  if (mayBeEmpty) return ''
  throw new Refusal('empty')
}
