// What the machine is and what it is doing, as far as it says. Where there is no /proc (macOS) less is known: null.
import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const PAGE_BYTES = 4_096
const SYNCS = 300
const SYNCS_MS = 1_500
const TICK_SECONDS = 1 / 100
/** Without a word of the system about its ports: those of IANA. */
const PORTS = 16_384

export type Disk = { p50Ms: number; p99Ms: number }

export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Those that this process may use: a container may have fewer than there are. */
export function coresHere(): number {
  const [quota = 'max', period = '100000'] = textOf('/sys/fs/cgroup/cpu.max').trim().split(' ')
  const share = quota === 'max' || quota === '' ? Number.POSITIVE_INFINITY : Number(quota) / Number(period)
  return Math.max(0.1, Math.min(availableParallelism(), share))
}

export const processorName = (): string => cpus()[0]?.model.trim() || 'unknown'

const meminfo = (name: string): number | null => {
  const kib = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(textOf('/proc/meminfo'))?.[1]
  return kib === undefined ? null : Number(kib) * 1_024
}
const cgroupMemory = (): number => {
  const most = textOf('/sys/fs/cgroup/memory.max').trim()
  return most === '' || most === 'max' ? Number.POSITIVE_INFINITY : Number(most)
}

export const memoryHere = (): number => Math.min(totalmem(), cgroupMemory())

/** Bytes that can still be had; null where nobody says. */
export function freeMemory(): number | null {
  const available = meminfo('MemAvailable')
  if (available === null) return null
  const own = cgroupMemory() - Number(textOf('/sys/fs/cgroup/memory.current').trim() || 0)
  return Math.min(available, own)
}

/** What one process may have open: Bun raises its own soft limit to the hard one. */
export function descriptorLimit(): number {
  const said = Bun.spawnSync(['sh', '-c', 'ulimit -Hn']).stdout.toString().trim()
  return /^\d+$/.test(said) ? Number(said) : 1_000_000
}

/** Of a process that runs; null where nobody says. */
export function descriptorLimitOf(pid: number): number | null {
  const soft = /^Max open files\s+(\S+)/m.exec(textOf(`/proc/${pid}/limits`))?.[1]
  return soft === undefined ? null : soft === 'unlimited' ? 1_000_000 : Number(soft)
}

/** Connections that one address may have to one port of another. */
export function portsHere(): number {
  const [from, to] = textOf('/proc/sys/net/ipv4/ip_local_port_range').trim().split(/\s+/).map(Number)
  return from && to ? to - from + 1 : PORTS
}

/** User and system time of a process with all its threads, seconds, in steps of 10 ms. */
export function cpuSecondsOf(pid: number): number | null {
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
  return fields.length < 13 ? null : (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS
}

export type Ticks = { busy: number; all: number }

/** Of all cores together, since the machine started. */
export function ticks(): Ticks | null {
  const numbers = /^cpu +(.*)$/m.exec(textOf('/proc/stat'))?.[1]?.split(' ').map(Number)
  if (!numbers) return null
  const all = numbers.slice(0, 8).reduce((sum, one) => sum + one, 0)
  return { all, busy: all - (numbers[3] ?? 0) - (numbers[4] ?? 0) }
}

/** How much of all cores was busy between the two, 0 … 1. */
export const busyBetween = (before: Ticks | null, after: Ticks | null): number | null =>
  before && after ? (after.busy - before.busy) / Math.max(1, after.all - before.all) : null

/** Again and again 4 kB at the end of a file, and `fdatasync`: what each answer waits for. */
export function measureDisk(folder: string): Disk {
  const path = join(folder, 'disk')
  const file = openSync(path, 'w')
  const page = new Uint8Array(PAGE_BYTES).fill(7)
  const times: number[] = []
  try {
    for (const endMs = performance.now() + SYNCS_MS; times.length < SYNCS && performance.now() < endMs; ) {
      const sinceMs = performance.now()
      writeSync(file, page)
      fdatasyncSync(file)
      times.push(performance.now() - sinceMs)
    }
  } finally {
    closeSync(file)
    rmSync(path, { force: true })
  }
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }
}

/** The share of values at or below; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
