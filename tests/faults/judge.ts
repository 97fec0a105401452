import { Database } from 'bun:sqlite'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Checker } from './checker/checker.ts'
import { finalRooms } from './final-rooms.ts'
import type { Deed, Entry, Report } from './history.ts'
import { monotonicMs } from './monotonic.ts'

/** The checker, as a run uses it: entries as they come, and at the end what the database holds. */
export type Judge = { take(entry: Entry): void; end(dataDir: string, deeds: readonly Deed[]): Report }

export function openJudge(): Judge {
  const checker = new Checker({ roads: ['push', 'download', 'classic', 'card', 'pack', 'picture', 'sticker'] })
  return {
    take: (entry) => checker.take(entry),
    end(dataDir, deeds) {
      using finals = finalRooms(dataDir)
      return checker.end(finals.rooms, deeds, monotonicMs())
    },
  }
}

/** `ok`, or what SQLite itself finds wrong with the file. */
export function quickCheck(dataDir: string): string {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  try {
    const rows = database.query<{ quick_check: string }, []>('pragma quick_check(5)').all()
    return rows.map(({ quick_check: says }) => says).join('; ')
  } finally {
    database.close()
  }
}

/** P-19: whatever lies there is whole, and what the database knows lies there. `places`: where the bytes are, if not on the disk. */
export function lookAtFiles(dataDir: string, places = filesOnDisk(dataDir)): { count: number; wrong: string[] } {
  const kept = new Map(places.map((place) => [/[0-9a-f]{64}/.exec(path.basename(place))?.[0] ?? '', place]))
  const torn = [...kept].filter(([hash, place]) => sha256(readFileSync(place)) !== hash)
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  const rows = database.query<{ hash: string }, []>('select hash from blobs').all()
  database.close()
  return {
    count: kept.size,
    wrong: [
      ...torn.map(([hash]) => `the file ${hash} is not what its name says`),
      ...rows.filter(({ hash }) => !kept.has(hash)).map(({ hash }) => `the file ${hash} has a row and no bytes`),
    ],
  }
}

function filesOnDisk(dataDir: string): string[] {
  const folder = path.join(dataDir, 'files')
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  return names.filter((name) => /[0-9a-f]{64}$/.test(name)).map((name) => path.join(folder, name))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
