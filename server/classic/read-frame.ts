import { parseJson } from '#server/kit/bounded-json.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** What a classic page can ask. `headerimg` is null where it was not given. */
export type Asked =
  | { type: 'login'; msg: string; headerimg: string | null }
  | { type: 'user'; msg: string }
  | { type: 'logout'; msg: string | null }

type Fields = Readonly<Record<string, unknown>>

/** A frame's text to what it asks. Refuses with `bad_json`, `unknown_type`, `bad_field`, `bad_text`. Extra fields are not read. */
export function readFrame(text: string): Asked {
  const frame = parseJson(text)
  if (!isFields(frame)) throw new Refusal('bad_json')
  switch (frame['type']) {
    case 'login':
      return { type: 'login', msg: requireField(frame, 'msg'), headerimg: findField(frame, 'headerimg') }
    case 'user':
      return { type: 'user', msg: requireField(frame, 'msg') }
    case 'logout':
      return { type: 'logout', msg: findField(frame, 'msg') }
    default:
      throw new Refusal('unknown_type')
  }
}

/** What somebody typed, as far as a refused frame can tell: it is given back to them. Null where there is nothing. */
export function findTyped(text: string): string | null {
  try {
    const frame = parseJson(text)
    if (!isFields(frame) || frame['type'] !== 'user' || typeof frame['msg'] !== 'string') return null
    return frame['msg'].trim() === '' ? null : frame['msg'].toWellFormed().replaceAll('\0', '')
  } catch {
    return null
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function requireField(frame: Fields, field: string): string {
  const value = findField(frame, field)
  if (value === null) throw new Refusal('bad_field', { field })
  return value
}

function findField(frame: Fields, field: string): string | null {
  if (!Object.hasOwn(frame, field)) return null
  const value = frame[field]
  if (typeof value !== 'string') throw new Refusal('bad_field', { field })
  if (!value.isWellFormed() || value.includes('\0')) throw new Refusal('bad_text')
  return value
}
