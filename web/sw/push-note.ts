import type { PushNote } from '#protocol/push.ts'

const texts = ['title', 'body', 'room', 'id', 'tag', 'lang'] as const
const numbers = ['seq', 'badge'] as const

/** Whether this is what a push says (protocol/push.ts), and not that of a server of another version, or of nobody of ours. */
export function isNote(value: unknown): value is PushNote {
  if (typeof value !== 'object' || value === null) return false
  const said = new Map<string, unknown>(Object.entries(value))
  return (
    texts.every((name) => typeof said.get(name) === 'string') &&
    numbers.every((name) => Number.isInteger(said.get(name)))
  )
}
