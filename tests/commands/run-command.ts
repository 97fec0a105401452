import { watch } from 'node:fs'
import path from 'node:path'
import { serverProgram } from '#bin/stale.mjs'

const root = path.resolve(import.meta.dir, '../..')

export type Outcome = { code: number; out: string; err: string }
type Options = { env?: Record<string, string>; from?: string }

/** Begins a command as bin/teahouse.mjs hands it over, in a process of its own. */
export function startCommand(words: readonly string[], { env = {}, from = root }: Options = {}) {
  const command = [process.execPath, '--no-orphans', serverProgram(root, 'command'), from, ...words]
  const base = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LANG: 'C' }
  return Bun.spawn(command, { cwd: root, env: { ...base, ...env }, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
}

export async function runCommand(words: readonly string[], options: Options = {}): Promise<Outcome> {
  return outcomeOf(startCommand(words, options))
}

/** What came of it, once it has ended. */
export async function outcomeOf(child: ReturnType<typeof startCommand>): Promise<Outcome> {
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, out, err }
}

/**
 * Lets a command stand still when so many things were heard of to happen in a folder, and does `meanwhile`; then it goes on. False: it had
 * ended before.
 */
export async function heldAt(
  happenings: number,
  folder: string,
  child: ReturnType<typeof startCommand>,
  meanwhile: () => Promise<void>,
): Promise<boolean> {
  const held = Promise.withResolvers<boolean>()
  let heard = 0
  const watcher = watch(folder, { recursive: true }, () => {
    heard++
    if (heard !== happenings) return
    child.kill('SIGSTOP')
    held.resolve(child.exitCode === null)
  })
  void child.exited.then(() => held.resolve(false))
  const isHeld = await held.promise
  watcher.close()
  try {
    if (isHeld) await meanwhile()
  } finally {
    child.kill('SIGCONT')
  }
  return isHeld
}

/** Kills a command when so many things were heard of to happen in a folder; 0: before anything does. */
export async function killedAt(
  happenings: number,
  folder: string,
  child: ReturnType<typeof startCommand>,
): Promise<void> {
  let heard = 0
  const kill = () => heard === happenings && child.kill('SIGKILL')
  kill()
  const watcher = watch(folder, { recursive: true }, () => {
    heard++
    kill()
  })
  await child.exited
  watcher.close()
}
