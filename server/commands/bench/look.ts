import { readdirSync } from 'node:fs'
import {
  busyBetween,
  coresHere,
  type Disk,
  descriptorLimit,
  measureDisk,
  memoryHere,
  portsHere,
  processorName,
  textOf,
  ticks,
} from './machine.ts'

export type Machine = {
  processor: string
  cores: number
  memory: number
  descriptors: number
  ports: number
  disk: Disk
  /** Of all cores, by other work: 0 … 1. Null where nobody says. */
  busy: number | null
  /** Bits a second of the fastest line; null where nobody says. */
  line: number | null
}

const LOOK_MS = 700

/** What there is before anything is asked of it. `folder`: on the disk that is meant. */
export async function lookAround(folder: string): Promise<Machine> {
  const before = ticks()
  await Bun.sleep(LOOK_MS)
  const busy = busyBetween(before, ticks())
  return {
    processor: processorName(),
    cores: coresHere(),
    memory: memoryHere(),
    descriptors: descriptorLimit(),
    ports: portsHere(),
    disk: measureDisk(folder),
    busy,
    line: lineHere(),
  }
}

function lineHere(): number | null {
  const speeds = namesOf('/sys/class/net').map((name) => Number(textOf(`/sys/class/net/${name}/speed`).trim() || -1))
  const fastest = Math.max(-1, ...speeds)
  return fastest > 0 ? fastest * 1e6 : null
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
