import { readdirSync, readFileSync } from 'node:fs'

/** Processes of this machine whose command line has all these words, by their number. */
export function processesWith(...words: readonly string[]): { pid: number; line: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return words.every((word) => line.includes(word)) ? [{ pid: Number(name), line }] : []
    } catch {
      // Gone meanwhile.
      return []
    }
  })
}
