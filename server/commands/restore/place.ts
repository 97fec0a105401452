import { existsSync, lchownSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HALF_INSIDE, halfBeside, lockFile, lockFolder } from '#server/storage/process-lock.ts'
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
/** In the half of a house: it goes with it to its place, so that the half is never without it. */
const HALF_LOCK = 'restore.lock'
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
  // Said before anything else: what it has put there already is nothing to be emptied.
  if (existsSync(join(half, HALF_LOCK))) lockHalf(folder, half)()
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
  return notEmpty(folder)
}

const notEmpty = (folder: string): string =>
  `${folder} is not empty. Give another folder with --into, or --force: then what is there is moved aside, and nothing of it deleted.`

function ownerOf(folder: string): Owner | null {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !existsSync(folder)) return null
  const { uid, gid } = statSync(folder)
  return uid === 0 ? null : { uid, gid }
}

/** `halfIsThere`: the half of a house may lie in it. */
const isEmpty = (folder: string, halfIsThere = false): boolean =>
  !existsSync(folder) || readdirSync(folder).every((name) => name === NOTHING || (halfIsThere && name === HALF_INSIDE))

const isMount = (folder: string): boolean => statSync(folder).dev !== statSync(dirname(folder)).dev

/**
 * One restore a folder: two would write into one half. What one that was killed has left is no house, and goes. Refuses with
 * `CommandRefused` while another one is under way, and where it has come to its end since the place was chosen. Returns its release,
 * which is the last thing to do.
 */
export function beginHalf(place: Place): () => void {
  const { folder, half, inside } = place
  mkdirSync(half, { recursive: true, mode: 0o700 })
  const release = lockHalf(folder, half)
  if (place.before === null && !isEmpty(folder, inside)) {
    // What somebody has begun to move from there is the mark of half a house; else it is ours, and in the way of a whole one.
    if (readdirSync(half).every((name) => name === HALF_LOCK)) rmSync(half, { recursive: true })
    release()
    throw new CommandRefused(notEmpty(folder))
  }
  for (const name of readdirSync(half).filter((one) => one !== HALF_LOCK))
    rmSync(join(half, name), { recursive: true, force: true })
  return release
}

function lockHalf(folder: string, half: string): () => void {
  const release = lockWhereItIs(half)
  // Where there is no name any more, whoever had the lock has put its house in its place, or has given up, a moment ago.
  if (release && existsSync(join(half, HALF_LOCK))) return release
  release?.()
  throw new CommandRefused(`Another restore into ${folder} is under way. Wait for its end.`)
}

function lockWhereItIs(half: string): (() => void) | null {
  try {
    return lockFile(join(half, HALF_LOCK))
  } catch (error) {
    if (existsSync(half)) throw error
    return null
  }
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
    rmSync(join(folder, HALF_LOCK), { force: true })
  } catch (cause) {
    if (before !== null && !existsSync(folder)) renameSync(before, folder)
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new CommandRefused(`${folder} cannot be replaced (${code}): restore into another folder.`)
  }
  await syncFolder(dirname(folder))
}

/** `last` goes last: until then the folder says of itself that it holds half a house. */
async function moveOut({ folder, half }: Place, last: string): Promise<void> {
  const isOfHouse = (name: string) => name !== last && name !== HALF_LOCK
  for (const name of readdirSync(half).filter(isOfHouse)) renameSync(join(half, name), join(folder, name))
  renameSync(join(half, last), join(folder, last))
  await syncFolder(folder)
  rmSync(half, { recursive: true })
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
