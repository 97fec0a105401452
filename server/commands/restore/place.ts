import { existsSync, lchownSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HALF_INSIDE, halfBeside, lockFolder } from '#server/storage/process-lock.ts'
import { CommandRefused } from '../refused.ts'

type Owner = { uid: number; gid: number }

/** Where a house is put together, and where it goes when it is whole. */
export type Place = {
  folder: string
  /** Beside it, so that one renaming puts it there; inside where the folder is a disk of its own. */
  half: string
  inside: boolean
  /** What is there now and has to give way gets this name; null: nothing is there. */
  before: string | null
  /** Whose the folder is, where root restores it for somebody. */
  owner: Owner | null
  unlock(): void
}

const LOCK = 'teahouse.lock'
/** A new disk has it. */
const NOTHING = 'lost+found'

/**
 * Refuses a folder in which there is something, unless `force`; then what is there is moved aside. Refuses one that a server uses with
 * `StorageRefused`.
 */
export function choosePlace(folder: string, force: boolean, nowMs: number): Place {
  if (!existsSync(dirname(folder))) throw new CommandRefused(`There is no folder ${dirname(folder)}.`, 2)
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new CommandRefused(`${folder} is a file.`, 2)
  const inside = existsSync(folder) && isMount(folder)
  const half = inside ? join(folder, HALF_INSIDE) : halfBeside(folder)
  const owner = ownerOf(folder)
  if (isEmpty(folder)) return { folder, half, inside, before: null, owner, unlock() {} }
  // A folder of something else is left as it is, also without a lock of ours.
  const unlock = existsSync(join(folder, LOCK)) ? lockFolder(folder) : () => {}
  const refusal = whyNot(folder, { force, inside })
  if (refusal !== null) {
    unlock()
    throw new CommandRefused(refusal)
  }
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '')
  return { folder, half, inside, before: `${folder}.before-${time}`, owner, unlock }
}

function whyNot(folder: string, { force, inside }: { force: boolean; inside: boolean }): string | null {
  if (inside) return `${folder} is not empty, and as a disk of its own it cannot be moved aside: empty it first.`
  if (force) return null
  return `${folder} is not empty. Give another folder with --into, or --force: then what is there is moved aside, and nothing of it deleted.`
}

function ownerOf(folder: string): Owner | null {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !existsSync(folder)) return null
  const { uid, gid } = statSync(folder)
  return uid === 0 ? null : { uid, gid }
}

const isEmpty = (folder: string): boolean =>
  !existsSync(folder) || readdirSync(folder).every((name) => name === NOTHING)

const isMount = (folder: string): boolean => statSync(folder).dev !== statSync(dirname(folder)).dev

/** What a restore that was killed has left is no house, and goes. */
export function beginHalf({ half }: Place): void {
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
}

/** What has begun to move into its place stays: it is the mark that this is half a house. */
export function dropHalf({ folder, half, inside }: Place): void {
  const hasBegun = inside && readdirSync(folder).some((name) => name !== HALF_INSIDE && name !== NOTHING)
  if (!hasBegun) rmSync(half, { recursive: true, force: true })
}

/** What root has made for another user is that user's: else the server could not open its own house. */
export function giveAway({ half, owner }: Place): void {
  if (!owner) return
  for (const name of readdirSync(half, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(half, name), owner.uid, owner.gid)
  lchownSync(half, owner.uid, owner.gid)
}

/** A whole house takes its place: whenever this is killed, there is none, or all of it. */
export async function takePlace(place: Place, last: string): Promise<void> {
  const { folder, half, inside, before } = place
  if (inside) return moveOut(place, last)
  try {
    if (before !== null) renameSync(folder, before)
    // The way is free only if it is still empty.
    if (existsSync(folder)) rmdirSync(folder)
    renameSync(half, folder)
  } catch (cause) {
    if (before !== null && !existsSync(folder)) renameSync(before, folder)
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new CommandRefused(`${folder} cannot be replaced (${code}): restore into another folder.`)
  }
  await syncFolder(dirname(folder))
}

/** `last` goes last: until then the folder says of itself that it holds half a house. */
async function moveOut({ folder, half }: Place, last: string): Promise<void> {
  for (const name of readdirSync(half).filter((one) => one !== last)) renameSync(join(half, name), join(folder, name))
  renameSync(join(half, last), join(folder, last))
  await syncFolder(folder)
  rmdirSync(half)
  await syncFolder(folder)
}

/** The names in a folder outlive a power loss. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
