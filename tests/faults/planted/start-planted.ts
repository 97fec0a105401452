import path from 'node:path'
import { type ServerOptions, startServer, type TestServer } from '#tests/kit/server.ts'
import { type Bug, PLANTED } from './bug.ts'

const PRELOAD = path.join(import.meta.dir, 'preload.ts')

/** A server with this bug in it: it has loaded each file that the bug changes, or nothing was planted. Null: as it is. */
export async function startPlanted(bug: Bug | null, options: ServerOptions = {}): Promise<TestServer> {
  const env = { ...options.env, ...bug?.env, ...(bug && { [PLANTED]: bug.id }) }
  const server = await startServer({ ...options, env, ...(bug && { preload: PRELOAD }) })
  for (const { file } of bug?.patches ?? [])
    await server.logged('planted', 0, (line) => String(line['file']).endsWith(file))
  return server
}

export const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** With a bug what is waited for may never come. */
export async function atMost(ms: number, what: Promise<unknown>): Promise<void> {
  let timer: Timer | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([what, over])
  clearTimeout(timer)
}
