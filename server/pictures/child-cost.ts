import { readFileSync } from 'node:fs'

/** Of `/proc`: a tick of the processor's time, and a page of memory. */
const TICK_MS = 10
const PAGE_BYTES = 4_096

export type ChildCost = { processorMs: number; bytes: number }

/** What a process has taken since it began; null where the system does not tell (only Linux does). */
export function childCost(pid: number): ChildCost | null {
  try {
    const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return { processorMs: (Number(after[11]) + Number(after[12])) * TICK_MS, bytes: pages * PAGE_BYTES }
  } catch {
    return null
  }
}
