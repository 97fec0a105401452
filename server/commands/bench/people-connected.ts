import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isFolderInUse } from '#server/storage/process-lock.ts'
import { textOf } from './machine.ts'

const ESTABLISHED = '01'
const LISTENING = '0A'

/** Connections to the server that runs on this folder: null, no server runs; 'unknown', nobody can tell. */
export function peopleConnected(folder: string): number | null | 'unknown' {
  if (!isFolderInUse(folder)) return null
  const pid = /"pid":(\d+)/.exec(textOf(join(folder, 'running.json')))?.[1]
  const own = pid === undefined ? null : socketsOf(pid)
  const rows = rowsOf('/proc/net/tcp').concat(rowsOf('/proc/net/tcp6'))
  if (own === null || rows.length === 0) return 'unknown'
  const mine = rows.filter(({ inode }) => own.has(inode))
  const ports = new Set(mine.filter(({ state }) => state === LISTENING).map(({ port }) => port))
  // What goes out, to a bucket or a push service, comes from a port of its own.
  return ports.size === 0
    ? 'unknown'
    : mine.filter(({ state, port }) => state === ESTABLISHED && ports.has(port)).length
}

/** Null: it is the process of another user, or of another container. */
function socketsOf(pid: string): ReadonlySet<string> | null {
  try {
    const folder = `/proc/${pid}/fd`
    return new Set(
      readdirSync(folder).flatMap((name) => /^socket:\[(\d+)\]/.exec(linkOf(`${folder}/${name}`))?.[1] ?? []),
    )
  } catch {
    return null
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    // It was closed meanwhile.
    return ''
  }
}

function rowsOf(file: string): { port: string; state: string; inode: string }[] {
  return textOf(file)
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/)
      const port = fields[1]?.split(':')[1]
      const [state, inode] = [fields[3], fields[9]]
      return port && state && inode ? [{ port, state, inode }] : []
    })
}
