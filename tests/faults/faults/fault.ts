import { statSync } from 'node:fs'
import type { Chance } from '../world/chance.ts'
import { canMount } from '../world/disk.ts'
import { canTrace } from '../world/strace.ts'
import type { World } from '../world/world.ts'

export type Need = 'root' | 'mount' | 'strace' | 'faketime' | 'cgroup' | 'netns' | 'bucket'

/**
 * A row of the matrix (promises.md 3). `run` does it to a world under load, waits until all is well again, and says what proves that it
 * happened. It throws `NotProven` where it did not happen, and any other error where a promise was broken that no history shows.
 */
export type Fault = {
  id: `F-${number}`
  /** Of the same row: several ways. */
  name: string
  needs: readonly Need[]
  /** Seconds that it usually takes, for the plan. */
  takesS: number
  /** Takes so long that a short run does without. */
  long?: true
  run(world: World, chance: Chance): Promise<string>
}

/** The fault did not happen: the run proves nothing about it. */
export class NotProven extends Error {}

/** A promise is broken, and the checker cannot see it. */
export class Broken extends Error {}

/** Why a fault cannot be done on this machine; null when it can. */
export function lacks(fault: Fault, world: World): string | null {
  const missing = fault.needs.filter((need) => !can(need, world))
  return missing.length === 0 ? null : `needs ${missing.join(', ')}`
}

function can(need: Need, world: World): boolean {
  if (need === 'root') return process.getuid?.() === 0
  if (need === 'mount') return canMount() && world.disk.isOwn
  if (need === 'bucket') return world.bucket !== null
  if (need === 'strace') return canTrace()
  if (need === 'faketime') return fakeTime() !== null
  if (need === 'cgroup') return process.getuid?.() === 0 && hasGroups()
  return process.getuid?.() === 0 && Bun.which('ip') !== null && Bun.which('unshare') !== null
}

/** The library that gives a process a clock of its own. */
export function fakeTime(): string | null {
  const places = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib']
  const names = ['faketime/libfaketimeMT.so.1', 'libfaketimeMT.so.1']
  const files = places.flatMap((place) => names.map((name) => `${place}/${name}`))
  return files.find((file) => Bun.file(file).size > 0) ?? null
}

/** Whether there are groups with bounds, of the older kind. */
function hasGroups(): boolean {
  return isDirectory('/sys/fs/cgroup/memory') && isDirectory('/sys/fs/cgroup/cpu')
}

const isDirectory = (place: string): boolean => {
  try {
    return statSync(place).isDirectory()
  } catch {
    return false
  }
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
