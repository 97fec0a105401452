import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Bug } from './bug.ts'

export const root = path.resolve(import.meta.dir, '../../..')

/** The sources that a bug changes, as it changes them, by their names. Throws where a text that it replaces is not there exactly once. */
export function patched(bug: Pick<Bug, 'id' | 'patches'>): Map<string, string> {
  const sources = new Map<string, string>()
  for (const { file, find, replace } of bug.patches) {
    const source = sources.get(file) ?? readFileSync(path.join(root, file), 'utf8')
    const pieces = source.split(find)
    if (pieces.length !== 2) throw new Error(`${bug.id}: ${file} has ${pieces.length - 1} times, not once: ${find}`)
    sources.set(file, pieces.join(replace))
  }
  return sources
}
