import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { sleep, until } from './steady.ts'

/** `file`: only calls about it. `thread`: only this one of the process. */
export type Target = { file?: string; thread?: number }

/** What strace does to system calls of a process, while it is attached to it. */
export class Injection {
  readonly #child: Bun.Subprocess<'ignore', 'ignore', 'pipe'>
  /** How often it did what it was told to. */
  hits = 0
  /** System calls that it saw. */
  seen = 0

  private constructor(child: Bun.Subprocess<'ignore', 'ignore', 'pipe'>) {
    this.#child = child
    void this.#read()
  }

  /** `inject` as strace(1) has it: `fsync,fdatasync:error=EIO:when=3`. It counts `when` per thread. */
  static async into(pid: number, inject: string, { file, thread }: Target = {}): Promise<Injection> {
    const calls = inject.slice(0, inject.indexOf(':'))
    const whom = thread === undefined ? ['-f', '-p', String(pid)] : ['-p', String(thread)]
    const what = [...(file === undefined ? [] : ['-P', file]), '-e', `trace=${calls}`, '-e', `inject=${inject}`]
    const child = Bun.spawn(['strace', '-qq', ...whom, ...what, '-e', 'signal=none'], {
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
    })
    const injection = new Injection(child)
    await until('strace is attached', () => isTraced(thread ?? pid) || child.exitCode !== null, 5_000, 10)
    await sleep(30)
    return injection
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null
  }

  async end(): Promise<number> {
    this.#child.kill('SIGINT')
    await Promise.race([this.#child.exited, sleep(3_000).then(() => this.#child.kill('SIGKILL'))])
    await this.#child.exited
    return this.hits
  }

  async #read(): Promise<void> {
    let rest = ''
    for await (const chunk of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.includes('(')) this.seen++
        if (/\((INJECTED|DELAYED)\)|killed by SIGKILL/.test(line)) this.hits++
      }
    }
  }
}

/** A thread of the process that has just made this call; null when none did for a while. */
export async function threadThatCalls(pid: number, call: string): Promise<number | null> {
  const child = Bun.spawn(
    ['timeout', '3', 'strace', '-f', '-qq', '-p', String(pid), '-e', `trace=${call}`, '-e', 'signal=none'],
    {
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
    },
  )
  let said = ''
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += chunk
    const thread = /\[pid +(\d+)\]/.exec(said)?.[1]
    if (thread === undefined) continue
    child.kill('SIGINT')
    await child.exited
    return Number(thread)
  }
  return null
}

const isTraced = (pid: number): boolean => {
  try {
    return /TracerPid:\s+[1-9]/.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

let traceable: boolean | null = null

/** Whether strace is there and may attach to a process of ours; tried once. */
export function canTrace(): boolean {
  traceable ??= tryTrace()
  return traceable
}

function tryTrace(): boolean {
  const { status } = spawnSync('strace', ['-qq', '-e', 'trace=none', '-e', 'inject=fsync:error=EIO', 'true'], {
    stdio: 'ignore',
  })
  return status === 0
}
