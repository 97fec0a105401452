import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { StorageRefused } from './database.ts'
import { restoreWords } from './newest-backup.ts'

/** The format of a WAL: https://www.sqlite.org/fileformat2.html#walformat. All numbers in it are big-endian. */
const HEAD_BYTES = 32
const FRAME_HEAD_BYTES = 24
const MAGIC = 0x377f0682
const READ_BYTES = 4 * 1024 * 1024

type Sum = readonly [number, number]
type Wal = { frameBytes: number; salts: Sum; sum: Sum; isBig: boolean }

/** Where a WAL is not what was written into it, in bytes from its beginning. */
export type Damage = { atByte: number }

/**
 * SQLite takes the first frame whose sum is wrong for the end of the WAL, and says nothing: right after a loss of power, when the last
 * transaction was not synced, and wrong when a bit was turned in what was. As the lane syncs each transaction before the next one (decision
 * 0007), sound transactions *behind* a wrong frame tell the two apart. Null: sound, as far as it can be known.
 */
export function damageOfWal(path: string): Damage | null {
  const file = openWal(path)
  if (file === null) return null
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    if (readSync(file, head, 0, HEAD_BYTES, 0) < HEAD_BYTES || head.every((byte) => byte === 0)) return null
    const wal = readHead(head)
    return wal ? damageOfFrames(file, wal) : { atByte: 0 }
  } finally {
    closeSync(file)
  }
}

/** Of one that somebody may be writing to: what was read in the middle of a frame, or of a new beginning, is not wrong twice. */
export function lastingDamageOfWal(path: string): Damage | null {
  const damage = damageOfWal(path)
  return damage && damageOfWal(path)?.atByte === damage.atByte ? damage : null
}

/** P-16: what lies behind the damage was acknowledged, and SQLite would leave it out without a word. */
export const damagedWal = (path: string, { atByte }: Damage): StorageRefused =>
  new StorageRefused(
    `${path} is damaged at byte ${atByte}: messages behind it would be lost. ${restoreWords(path)}; to go on with what lies before it instead: ${atByte > 0 ? `“truncate -s ${atByte} ${path}”` : `move ${path} away`}.`,
  )

function openWal(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    return null
  }
}

/** Null where its own sum is wrong: it is written in one piece, never torn. */
function readHead(head: Buffer): Wal | null {
  const magic = head.readUInt32BE(0)
  if (magic !== MAGIC && magic !== MAGIC + 1) return null
  const isBig = magic === MAGIC + 1
  const sum = sumOf(head.subarray(0, 24), [0, 0], isBig)
  if (!equal(sum, pairAt(head, 24))) return null
  const page = head.readUInt32BE(8)
  return { frameBytes: FRAME_HEAD_BYTES + page, salts: pairAt(head, 16), sum, isBig }
}

function damageOfFrames(file: number, wal: Wal): Damage | null {
  let seeds: readonly Sum[] = [wal.sum]
  let brokenAt: number | null = null
  let commitsBehind = 0
  for (const { frame, atByte } of framesOf(file, wal.frameBytes)) {
    const isOurs = equal(pairAt(frame, 8), wal.salts)
    if (!isOurs && brokenAt !== null) continue
    const told = pairAt(frame, 16)
    const sums = seeds.map((seed) => frameSum(frame, seed, wal.isBig))
    const isSound = isOurs && sums.some((sum) => equal(sum, told))
    const isCommit = frame.readUInt32BE(4) !== 0
    if (isSound && brokenAt === null) seeds = [told]
    else {
      // Behind a second break the counting begins anew: two losses of power may have left the end of one transaction each.
      if (brokenAt !== null && !isSound) commitsBehind = 0
      brokenAt ??= atByte
      if (isCommit && isOurs && (isSound || brokenAt === atByte)) commitsBehind++
      if (commitsBehind > 1) return { atByte: brokenAt }
      // The chain goes on from the sum that stands there, or, where that is what was turned, from the one it should be.
      seeds = isSound ? [told] : [told, ...sums]
    }
  }
  return null
}

function* framesOf(file: number, frameBytes: number): Generator<{ frame: Buffer; atByte: number }> {
  const { size } = fstatSync(file)
  const buffer = Buffer.alloc(Math.max(1, Math.floor(READ_BYTES / frameBytes)) * frameBytes)
  for (let atByte = HEAD_BYTES; atByte + frameBytes <= size; ) {
    const read = readSync(file, buffer, 0, buffer.length, atByte)
    const whole = Math.floor(read / frameBytes)
    if (whole === 0) return
    for (let at = 0; at < whole; at++) {
      yield { frame: buffer.subarray(at * frameBytes, (at + 1) * frameBytes), atByte: atByte + at * frameBytes }
    }
    atByte += whole * frameBytes
  }
}

const frameSum = (frame: Buffer, seed: Sum, isBig: boolean): Sum =>
  sumOf(frame.subarray(FRAME_HEAD_BYTES), sumOf(frame.subarray(0, 8), seed, isBig), isBig)

/** Over pairs of words of 32 bits, in the order of bytes that the magic number tells: that of the machine that wrote it. */
function sumOf(bytes: Buffer, [first, second]: Sum, isBig: boolean): Sum {
  const words = wordsOf(bytes, isBig)
  let one = first | 0
  let other = second | 0
  for (let at = 0; at + 1 < words.length; at += 2) {
    one = (one + (words[at] ?? 0) + other) | 0
    other = (other + (words[at + 1] ?? 0) + one) | 0
  }
  return [one >>> 0, other >>> 0]
}

/** A view where it can be one: 64 MB of them are to be read before a start that takes 3 s. */
function wordsOf(bytes: Buffer, isBig: boolean): Int32Array {
  if (!isBig && bytes.byteOffset % 4 === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
  const copy = Buffer.from(bytes)
  if (isBig) copy.swap32()
  return new Int32Array(copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.length))
}

const pairAt = (bytes: Buffer, at: number): Sum => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
const equal = (one: Sum, other: Sum): boolean => one[0] === other[0] && one[1] === other[1]
