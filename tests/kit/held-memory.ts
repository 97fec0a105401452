import path from 'node:path'
import type { TestServer } from './server.ts'

/** A server whose memory a test asks for is started with it: `startServer(tellingMemory)`. */
export const tellingMemory = { preload: path.join(import.meta.dir, 'tell-memory.ts') } as const

const MIB = 1024 * 1024

/** What a server holds in memory, in MiB, when what nobody holds is swept out; the kernel's buffers are not in it. */
export async function heldMb(server: TestServer): Promise<number> {
  const from = server.lines.length
  process.kill(server.pid, 'SIGUSR2')
  return Number((await server.logged('memory', from))['bytes']) / MIB
}
