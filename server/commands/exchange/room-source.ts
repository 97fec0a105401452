import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { piecesOf } from '#server/files/index.ts'
import { CommandRefused } from '../refused.ts'
import { ZipReader } from './zip-reader.ts'

/** An exported room as it lies on the disk: the data, and perhaps the files. */
export type RoomSource = {
  room(): AsyncIterable<Uint8Array>
  hasFile(name: string): boolean
  /** Writes a file of the archive to `to`. */
  unpack(name: string, to: string): Promise<void>
  close(): Promise<void>
}

const DATA = 'room.ndjson'

export async function openSource(path: string): Promise<RoomSource> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new CommandRefused(`There is no file ${path}.`, 2)
  switch (extname(path)) {
    case '.ndjson':
      return { room: () => piecesOf(path), hasFile: () => false, unpack: async () => {}, close: async () => {} }
    case '.zip':
      return sourceOfZip(await ZipReader.open(path), path)
    default:
      throw new CommandRefused(`${path} should be an exported room, in a .zip or a .ndjson.`, 2)
  }
}

function sourceOfZip(zip: ZipReader, path: string): RoomSource {
  const data = zip.entries.get(DATA)
  if (!data) throw new CommandRefused(`${path} is no exported room: it has no ${DATA}.`, 2)
  return {
    room: () => zip.read(data),
    hasFile: (name) => zip.entries.has(name),
    async unpack(name, to) {
      const entry = zip.entries.get(name)
      if (entry) await pipeline(Readable.from(zip.read(entry)), createWriteStream(to, { flags: 'wx', mode: 0o600 }))
    },
    close: () => zip.close(),
  }
}
