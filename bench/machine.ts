// What a box is and what it is doing: read from /proc, for the report and for deciding whether a row can be measured.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { cpus } from 'node:os'

export const serverCore = 0
export const generatorCore = 1

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

export const cores = cpus().length
export const taskset = Bun.which('taskset')
export const isPinned = cores > 1 && taskset !== null

/** The command, held on one core where that can be done. */
export const pinned = (core: number, command: readonly string[]): string[] =>
  isPinned && taskset ? [taskset, '-c', String(core), ...command] : [...command]

/** For who sends files or does harm: elsewhere it is other machines that do, here it runs when nobody else wants the core that also measures. */
export const behindAll: readonly string[] = Bun.which('chrt') ? ['chrt', '--idle', '0'] : ['nice']

/** Holds what this process itself does on the generator's core, out of the server's way. */
export function keepOffServer(): void {
  if (isPinned && taskset) Bun.spawnSync([taskset, '-cp', String(generatorCore), String(process.pid)])
}

/** The hard limit of file descriptors a process; the generator and the servers raise their own soft limit to it. */
export function descriptorLimit(): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(read('/proc/self/limits'))?.[1] ?? '1024'
  return hard === 'unlimited' ? 1_000_000 : Number(hard)
}

/** Of a row in /proc/net/tcp. */
const LISTENING = '0A'

/** Whether one of the processes listens at the port: another program's would answer, too. */
export function listensAt(port: number, pids: readonly number[]): boolean {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = `${read('/proc/net/tcp')}\n${read('/proc/net/tcp6')}`.split('\n').map((row) => row.trim().split(/\s+/))
  const listening = rows.filter(([, local = '', , state]) => state === LISTENING && local.endsWith(end))
  const sockets = new Set(listening.map((row) => `socket:[${row[9]}]`))
  return pids.some((pid) => linksOf(`/proc/${pid}/fd`).some((link) => sockets.has(link)))
}

function linksOf(folder: string): string[] {
  const linkOf = (name: string): string => {
    try {
      return readlinkSync(`${folder}/${name}`)
    } catch {
      return ''
    }
  }
  return namesIn(folder).map(linkOf)
}

/** None of a process that is gone. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The process and all that it started, directly or not. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(/^\d+$/.test(name) ? read(`/proc/${name}/stat`) : '')?.[1]
    if (parent) parents.set(Number(name), Number(parent))
  }
  const found = [root]
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child)
  }
  return found
}

/** Proportional set size of the processes, bytes: shared pages count in part, kernel memory not at all. */
export function residentBytes(pids: readonly number[]): number {
  const one = (pid: number): number =>
    Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? Number.NaN) * 1_024
  return pids.reduce((sum, pid) => sum + one(pid), 0)
}

/** What the processes have used of a processor, the kernel's part too. Linux counts in hundredths. */
export const cpuSeconds = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    return sum + ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100
  }, 0)

/** The same of the threads that live, to a microsecond. 0 where the kernel does not tell. */
export const threadSeconds = (pids: readonly number[]): number =>
  pids
    .flatMap((pid) => namesIn(`/proc/${pid}/task`).map((thread) => read(`/proc/${pid}/task/${thread}/schedstat`)))
    .reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e9, 0)

/** Kernel memory in slabs, bytes, of the whole box: on loopback it holds both ends of each connection. */
export const slabBytes = (): number => Number(/^Slab:\s+(\d+) kB/m.exec(read('/proc/meminfo'))?.[1] ?? 0) * 1_024

type Ticks = { busy: number; all: number }

function coreTicks(): Ticks[] {
  return [...read('/proc/stat').matchAll(/^cpu\d+ (.*)$/gm)].slice(0, 2).map(([, numbers = '']) => {
    const ticks = numbers.split(' ').map(Number)
    const all = ticks.slice(0, 8).reduce((sum, one) => sum + one, 0)
    return { all, busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0) }
  })
}

/** The busier of the two cores that we use, 0 … 1, over the time given. */
export async function busyShare(ms: number): Promise<number> {
  const before = coreTicks()
  await Bun.sleep(ms)
  const shares = coreTicks().map(({ busy, all }, core) => {
    const was = before[core] ?? { busy: 0, all: 0 }
    return (busy - was.busy) / Math.max(1, all - was.all)
  })
  return Math.max(0, ...shares)
}

const MOST_BUSY = 0.15
const CALM_WITHIN_S = 60

/** Null when the cores are free, or became so within that time; else the reason why nothing can be measured. */
export async function reasonBusy(withinS = CALM_WITHIN_S): Promise<string | null> {
  const until = Date.now() + withinS * 1_000
  for (;;) {
    const share = await busyShare(500)
    if (share <= MOST_BUSY) return null
    if (Date.now() > until) return `the cores were ${Math.round(share * 100)} % busy with other work`
    await Bun.sleep(2_000)
  }
}

export type Machine = {
  processor: string
  cores: number
  memoryGb: number
  kernel: string
  pinned: boolean
  descriptors: number
  bun: string
  node: string
  compiler: string
  commit: string
}

const said = (command: readonly string[]): string => {
  const [program = ''] = command
  if (!Bun.which(program)) return ''
  return Bun.spawnSync([...command], { stderr: 'ignore' })
    .stdout.toString()
    .trim()
}

export function describeMachine(node: string): Machine {
  const memory = Number(/^MemTotal:\s+(\d+)/m.exec(read('/proc/meminfo'))?.[1] ?? 0)
  const changed =
    said(['git', 'status', '--porcelain', '--', 'server', 'protocol', 'sdk', 'web', 'package.json']) === ''
      ? ''
      : ', changed'
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores,
    memoryGb: Math.round(memory / 1_024 / 1_024),
    kernel: read('/proc/sys/kernel/osrelease').trim(),
    pinned: isPinned,
    descriptors: descriptorLimit(),
    bun: Bun.version,
    node: said([node, '--version']),
    compiler: said(['cc', '--version']).split('\n')[0] ?? '',
    commit: (said(['git', 'rev-parse', '--short', 'HEAD']) || 'not committed') + changed,
  }
}
