import { limits } from '#protocol/limits.ts'
import { Refusal } from './refusal.ts'

/** JSON within bounds of depth, keys and whole numbers, before any schema looks at it (T-58). Refuses with `bad_json`. */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('bad_json')
  }
  if (!withinBounds(value, limits.jsonDepth)) throw new Refusal('bad_json')
  return value
}

function withinBounds(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (value === null || typeof value !== 'object') return true
  if (depth === 0) return false
  let keys = 0
  for (const part of Array.isArray(value) ? value : Object.values(value)) {
    if (++keys > limits.jsonKeys || !withinBounds(part, depth - 1)) return false
  }
  return true
}
