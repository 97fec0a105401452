import type { SeenEvent } from './history.ts'

const BITS = 52n
const MASK = (1n << BITS) - 1n

/** 52 bits: it fits a number, and among a million events two are alike once in nine thousand runs. */
export const hashText = (text: string): number => Number(Bun.hash.xxHash3(text) & MASK)

export const hashBytes = (bytes: Uint8Array): number => Number(Bun.hash.xxHash3(bytes) & MASK)

/** Of a value as JSON has it: the order of its fields does not matter. */
export const hashOf = (value: unknown): number => hashText(canonical(value))

/** An event of the wire, or of the database, as a history has it. Null: it is none. */
export function seenEvent(event: unknown): SeenEvent | null {
  if (!isFields(event)) return null
  const { seq, at: _at, now, ...fields } = event
  const author = idOf(fields['by'])
  const { type, cid, erased, message, who, how, files } = fields
  if (typeof seq !== 'number' || typeof type !== 'string' || typeof cid !== 'string') return null
  const seen: SeenEvent = { seq, type, author, cid, hash: hashOf(fields) }
  if (typeof erased === 'number') seen.erased = erased
  if (typeof message === 'number') seen.of = message
  if (type === 'member.changed') seen.member = { who: idOf(who), how: String(how) }
  if (type === 'message.posted') seen.now = seenState(now)
  if (Array.isArray(files)) seen.files = files.map(idOf)
  return seen
}

/** Letters and numbers: of these a push has to say exactly what was said. */
const PLAIN = /^[\p{L}\p{N} ,:]+$/u
/** As many as a push says. */
const TOLD_CHARS = 200

/** What a push would say of this message, or edit, as a hash; undefined where its words have marks, or stand for something else. */
export function toldOf(event: unknown): number | undefined {
  if (!isFields(event) || typeof event['body'] !== 'string' || event['files'] !== undefined) return undefined
  const words = event['body'].replace(/\s+/g, ' ').trim()
  if (!PLAIN.test(words)) return undefined
  return hashText(words.length > TOLD_CHARS ? `${words.slice(0, TOLD_CHARS).toWellFormed()}…` : words)
}

/** All that somebody says in one message, as a hash: words, files, and the picture with its name and size. */
export const saidOf = ({ body, files, sticker }: Fields): number => hashOf({ body, files, sticker })

export const seenEvents = (events: unknown): SeenEvent[] =>
  Array.isArray(events) ? events.map(seenEvent).filter((event) => event !== null) : []

/** What all changes have made of a line; a line that nothing has changed is at 0. */
export function seenState(now: unknown): { v: number; hash: number } {
  if (!isFields(now) || typeof now['v'] !== 'number') return { v: 0, hash: 0 }
  return { v: now['v'], hash: hashOf(now) }
}

export type Fields = Readonly<Record<string, unknown>>
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** People are known by their ids: their names leave the log when they are deleted, and nothing else does. */
const PEOPLE = new Set(['by', 'who', 'mentions'])

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isFields(value)) return JSON.stringify(value) ?? 'null'
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(PEOPLE.has(key) ? idsOf(value[key]) : value[key])}`)
  return `{${fields.join(',')}}`
}

const idsOf = (people: unknown): unknown => (Array.isArray(people) ? people.map(idOf) : idOf(people))
const idOf = (person: unknown): string => (isFields(person) ? String(person['id']) : String(person))
