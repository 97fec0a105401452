import { Database } from 'bun:sqlite'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestServer } from './server.ts'

const fileOf = ({ dataDir }: TestServer): string => path.join(dataDir, 'teahouse.sqlite')

/** The database as it is now, beside a running server. Gives it back, once, with new epochs: what came after it never was (P-21). */
export function backUp(server: TestServer): { restore(): Promise<void>; [Symbol.dispose](): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-backup-'))
  const copy = path.join(folder, 'copy.sqlite')
  const open = new Database(fileOf(server), { readonly: true })
  open.run(`vacuum into '${copy}'`)
  open.close()
  return {
    async restore() {
      await server.kill()
      for (const end of ['-wal', '-shm']) rmSync(`${fileOf(server)}${end}`, { force: true })
      copyFileSync(copy, fileOf(server))
      const restored = new Database(fileOf(server))
      restored.run("update room_heads set epoch = 'restored-' || hex(randomblob(8))")
      restored.close()
      await server.start()
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
