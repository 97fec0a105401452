import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommandRefused } from '../refused.ts'
import { ZipReader } from './zip-reader.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-zip-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An archive with one file of nothing, whose directory says where it lies and how large it is. */
function archive({ at, bytes }: { at: bigint; bytes: number }): string {
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50)
  const entry = Buffer.alloc(46 + 1 + 12)
  entry.writeUInt32LE(0x02014b50)
  entry.writeUInt32LE(bytes, 20)
  entry.writeUInt32LE(bytes, 24)
  entry.writeUInt16LE(1, 28)
  entry.writeUInt16LE(12, 30)
  entry.writeUInt32LE(0xffff_ffff, 42)
  entry.write('a', 46)
  entry.writeUInt16LE(1, 47)
  entry.writeUInt16LE(8, 49)
  entry.writeBigUInt64LE(at, 51)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length, 12)
  end.writeUInt32LE(local.length, 16)
  const path = join(folder, `${at}-${bytes}.zip`)
  writeFileSync(path, Buffer.concat([local, entry, end]))
  return path
}

async function readAll(path: string): Promise<void> {
  const zip = await ZipReader.open(path)
  try {
    const entry = zip.entries.get('a')
    if (entry) for await (const _ of zip.read(entry));
  } finally {
    await zip.close()
  }
}

test('[T-76] an archive that leads out of itself is refused in a sentence, wherever it is found out', async () => {
  await readAll(archive({ at: 0n, bytes: 0 }))
  for (const lie of [
    { at: 0n, bytes: 1_000_000 },
    { at: 7n, bytes: 0 },
    { at: 1_000_000n, bytes: 0 },
    { at: 2n ** 63n, bytes: 0 },
    { at: 2n ** 64n - 1n, bytes: 0 },
  ])
    await expect(readAll(archive(lie))).rejects.toBeInstanceOf(CommandRefused)
})
