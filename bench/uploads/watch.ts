import path from 'node:path'
import * as v from 'valibot'
import { behindAll, generatorCore, pinned } from '../machine.ts'
import type { ServerProcess } from '../server-process.ts'
import { quantile } from '../statistics.ts'

/** Bytes: the most that was seen. Milliseconds of `/healthz`, which waits for nothing but its turn. */
export type Watched = { serverBytes: number; allBytes: number; turnP99: number; turnMost: number }

const ASK_MS = 50
const told = v.object({ serverBytes: v.number(), allBytes: v.number() })

/** Watches the server until it is stopped, without holding up who takes the time of the chat. */
export function watch(server: ServerProcess, url: string): { stop(): Promise<Watched> } {
  const program = path.join(import.meta.dir, 'memory.ts')
  const [pid = 0] = server.pids()
  const memory = Bun.spawn(pinned(generatorCore, [...behindAll, process.execPath, program, String(pid)]), {
    stdin: 'pipe',
    stderr: 'inherit',
  })
  const turns: number[] = []
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      const startMs = performance.now()
      await (await fetch(`${url}/healthz`)).text()
      turns.push(performance.now() - startMs)
      await Bun.sleep(ASK_MS)
    }
  })()
  return {
    async stop() {
      isOver = true
      await asking
      memory.stdin.end()
      const seen = v.parse(told, JSON.parse(await new Response(memory.stdout).text()))
      return { ...seen, turnP99: quantile(turns, 0.99), turnMost: Math.max(...turns) }
    },
  }
}
