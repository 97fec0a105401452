import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Contestant, out, root } from './contestants.ts'
import { listensAt, pinned, processTree, residentBytes, serverCore } from './machine.ts'

const READY_MS = 15_000
const STOP_MS = 15_000

/** A contestant's server: its own process on the server's core, its own folder for data, a free port. */
export type ServerProcess = {
  port: number
  folder: string
  pids(): number[]
  residentBytes(): number
  stop(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
}

/** By process, its folder. */
const running = new Map<Bun.Subprocess, string>()

/** For the end of the program by a signal. */
export function killServers(): void {
  for (const [child, folder] of running) {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Throws an error with what the server said when it ends before it listens, and when others listen there. Port 0: any free one. */
export async function startServer(
  contestant: Contestant,
  { lookMs = 50, port: wanted = 0 }: { lookMs?: number; port?: number } = {},
): Promise<ServerProcess> {
  const port = freePort(wanted)
  mkdirSync(out, { recursive: true })
  // In the repository, so that the log is on its disk: /tmp is memory on many machines.
  const folder = mkdtempSync(path.join(out, `${contestant.key}-`))
  const log = path.join(folder, 'log')
  const command = [...contestant.command, ...(contestant.configure?.({ folder, port }) ?? [])]
  const child = Bun.spawn(pinned(serverCore, ['sh', '-c', 'ulimit -n $(ulimit -Hn); exec "$@"', 'sh', ...command]), {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      PORT: String(port),
      DATA_DIR: path.join(folder, 'data'),
      ...contestant.env,
    },
    stdin: 'ignore',
    stdout: openSync(log, 'a'),
    stderr: openSync(log, 'a'),
  })
  running.set(child, folder)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await child.exited
    running.delete(child)
    clearTimeout(last)
    rmSync(folder, { recursive: true, force: true })
  }
  const stop = () => end('SIGTERM')
  const until = Date.now() + READY_MS
  while (!(await isReady(contestant, port))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
      const words = lastWords(readFileSync(log, 'utf8'))
      await stop()
      throw new Error(`${contestant.name} did not start: ${words.slice(0, 300)}`)
    }
    await Bun.sleep(lookMs)
  }
  const pids = (): number[] => processTree(child.pid)
  if (!listensAt(port, pids())) {
    await stop()
    throw new Error(`port ${port} is in use: another program answers there`)
  }
  return { port, folder, pids, residentBytes: () => residentBytes(pids()), stop, kill: () => end('SIGKILL') }
}

/** The line of a log that says most likely why the process ended. */
function lastWords(log: string): string {
  const lines = log.trim().split('\n')
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
}

/** The port, or any free one for 0. Throws when somebody has it. */
function freePort(wanted: number): number {
  try {
    const probe = Bun.listen({ hostname: '127.0.0.1', port: wanted, socket: { data() {} } })
    const { port } = probe
    probe.stop(true)
    return port
  } catch (error) {
    throw new Error(`port ${wanted} is in use`, { cause: error })
  }
}

async function isReady({ speech }: Contestant, port: number): Promise<boolean> {
  try {
    if (speech === 'teahouse') return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
    const socket = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } })
    socket.end()
    return true
  } catch {
    return false
  }
}
