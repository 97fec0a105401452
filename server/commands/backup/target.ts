import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { CommandRefused } from '../refused.ts'

/** Where the backup will be, and what it is called until it is one. */
export type Target = { path: string; part: string; database: string }

export type TargetWish = {
  /** Null: where one stands. */
  name: string | null
  from: string
  /** The data folder. */
  folder: string
  /** What it is called in a folder that was named. */
  fallback: string
}

/** Refuses a place where there is something, and the data folder itself. */
export function chooseTarget({ name, from, folder, fallback }: TargetWish): Target {
  const asked = resolve(from, name ?? '.')
  const path = existsSync(asked) && statSync(asked).isDirectory() ? join(asked, fallback) : asked
  if (existsSync(path)) throw new CommandRefused(`${path} is there already. Nothing takes the place of another file.`)
  if (!existsSync(dirname(path))) throw new CommandRefused(`There is no folder ${dirname(path)}.`, 2)
  if (liesIn(dirname(path), folder)) {
    throw new CommandRefused(
      `${path} would lie in the data folder itself, and be lost with it: another place is expected, another disk at best.`,
      2,
    )
  }
  const part = `${path}.${process.pid}.part`
  return { path, part, database: `${part}.sqlite` }
}

function liesIn(place: string, folder: string): boolean {
  if (!existsSync(folder)) return false
  return `${realpathSync(place)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`)
}

/** Named after the time: `teahouse-2026-11-27-013000.tar`. */
export const datedName = (nowMs: number): string => {
  const [day = '', time = ''] = new Date(nowMs).toISOString().split('T')
  return `teahouse-${day}-${time.slice(0, 8).replaceAll(':', '')}.tar`
}

/** What is not finished is no backup. */
export function dropParts({ part, database }: Target): void {
  for (const path of [part, database, `${database}-journal`, `${database}-wal`]) rmSync(path, { force: true })
}

/** Left by backups of the same name that were killed. Those that run still keep theirs. */
export function dropLeftovers({ path }: Target): void {
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue
    const pid = /^\.(\d+)\.part(\.sqlite(-journal|-wal)?)?$/.exec(name.slice(basename(path).length))?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(path), name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Writes a file that is there when all of it is on the disk, and not before. Throws what the system says. */
export async function writeWhole(
  target: Pick<Target, 'path' | 'part'>,
  pieces: AsyncIterable<Uint8Array | string>,
): Promise<number> {
  const file = await open(target.part, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece)
      bytes += chunk.length
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await giveName(target)
  return bytes
}

/** It has its name from here on, also after a power loss. What came under that name meanwhile stays. */
export async function giveName({ path, part }: Pick<Target, 'path' | 'part'>): Promise<void> {
  try {
    await link(part, path)
    await rm(part)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CommandRefused(`${path} has come there meanwhile. Nothing takes the place of another file.`)
    // Some file systems know no second name.
    await rename(part, path)
  }
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
