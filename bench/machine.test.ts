import { expect, test } from 'bun:test'
import { cpuSplit } from './generator/load.ts'
import { listensAt, residentBytes, threadSeconds } from './machine.ts'

const child = (words: string) => Bun.spawn([process.execPath, '--no-orphans', '-e', words], { stdout: 'pipe' })

test('a port is a server’s own only when one of its processes listens there', async () => {
  const ours = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const stranger = child('console.log(0); setInterval(() => {}, 1e9)')
  await stranger.stdout.getReader().read()
  expect(listensAt(ours.port, [process.pid])).toBe(true)
  expect(listensAt(ours.port, [stranger.pid])).toBe(false)
  ours.stop(true)
  stranger.kill()
  await stranger.exited
  expect(listensAt(ours.port, [process.pid, stranger.pid])).toBe(false)
})

test('[PERF 6] processor time of a process is told by user and system, and is none when it has ended', async () => {
  const busy = child(
    'const until = process.cpuUsage().user + 60_000; while (process.cpuUsage().user < until); console.log(0); setInterval(() => {}, 1e9)',
  )
  await busy.stdout.getReader().read()
  const { userSeconds, systemSeconds } = cpuSplit([busy.pid])
  expect(userSeconds).toBeGreaterThan(0.03)
  expect(Math.abs(threadSeconds([busy.pid]) - userSeconds - systemSeconds)).toBeLessThan(0.05)
  expect(residentBytes([busy.pid])).toBeGreaterThan(1e6)
  busy.kill()
  await busy.exited
  expect([cpuSplit([busy.pid]), threadSeconds([busy.pid])]).toEqual([{ userSeconds: 0, systemSeconds: 0 }, 0])
})
