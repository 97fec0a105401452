import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { bringReader } from '#tests/wire/v1-client.ts'
import { sleep, steadyMs, until } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

let groups = 0

/** A group of the kernel's with a bound, as containers have it; `put` moves a process into it. */
function group(kind: 'memory' | 'cpu', bounds: Readonly<Record<string, string>>) {
  const root = `/sys/fs/cgroup/${kind}`
  const place = `${root}/teahouse-faults-${process.pid}-${++groups}`
  mkdirSync(place)
  for (const [name, value] of Object.entries(bounds)) writeFileSync(`${place}/${name}`, value)
  return {
    put: (pid: number) => writeFileSync(`${place}/cgroup.procs`, String(pid)),
    read: (name: string) => readFileSync(`${place}/${name}`, 'utf8'),
    async remove(): Promise<void> {
      if (!existsSync(place)) return
      // Whoever still lives in it goes up; a killed process leaves it a moment later.
      for (const pid of readFileSync(`${place}/cgroup.procs`, 'utf8').split('\n').filter(Boolean)) {
        writeFileSync(`${root}/cgroup.procs`, pid)
      }
      await until('the group is empty', () => tryRemove(place), 5_000, 50).catch(() => {})
    },
  }
}

function tryRemove(place: string): boolean {
  try {
    rmdirSync(place)
  } catch {
    return !existsSync(place)
  }
  return true
}

export const outOfMemory: Fault = {
  id: 'F-21',
  name: 'the kernel kills it for its memory',
  needs: ['cgroup'],
  takesS: 15,
  async run(world) {
    const { server } = world
    // What it holds already was charged elsewhere: the bound is on what it takes from now on.
    const bound = group('memory', { 'memory.limit_in_bytes': String(4 * 1024 * 1024) })
    const ended = server.mayEnd()
    try {
      bound.put(server.pid)
      const flooding = flood(world)
      const ending = await Promise.race([ended, sleep(12_000).then(() => null)])
      await flooding
      if (!ending) {
        server.mustLive()
        throw new NotProven('it lived with 4 MB more')
      }
      const kills = /oom_kill (\d+)/.exec(bound.read('memory.oom_control'))?.[1] ?? '?'
      if (ending.signal !== 'SIGKILL') throw new Broken(`it ended with ${ending.signal ?? ending.code}`)
      const ms = await server.start()
      const backMs = await world.well(60_000)
      return `oom_kill ${kills}, ended by SIGKILL, answered after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
    } finally {
      await bound.remove()
    }
  },
}

/** Gives it something to hold, until it is gone. */
async function flood({ server }: World): Promise<void> {
  try {
    const readers = await Promise.all(Array.from({ length: 8 }, () => bringReader(server, 'memory')))
    for (const { socket } of readers.slice(1)) socket.stopReading()
    const untilMs = steadyMs() + 10_000
    await readers[0]?.call('profile.set', { name: `memory ${Math.round(untilMs)}`, look: 0 })
    while (server.isUp && steadyMs() < untilMs) {
      await Promise.all(Array.from({ length: 20 }, () => readers[0]?.post('茶'.repeat(3_900))))
    }
    for (const reader of readers) reader.leaves()
  } catch {
    // The line went with the server.
  }
}

export const littleProcessor: Fault = {
  id: 'F-21',
  name: 'a tenth of a processor',
  needs: ['cgroup'],
  takesS: 12,
  async run(world) {
    const { server } = world
    const bound = group('cpu', { 'cpu.cfs_period_us': '100000', 'cpu.cfs_quota_us': '10000' })
    const probe = await world.probe()
    const t = steadyMs()
    try {
      bound.put(server.pid)
      await sleep(7_000)
      const throttled = /nr_throttled (\d+)/.exec(bound.read('cpu.stat'))?.[1] ?? '0'
      const said = await probe.says('slowly')
      // With thousands inside a tenth is less than the half of what they need: then whoever waits for 10 s leaves, and asks again.
      if (!['ok', 'busy', 'lost'].includes(said)) throw new Broken(`answered ${said}`)
      if (throttled === '0') throw new NotProven('it did not need more')
      await bound.remove()
      const backMs = await world.well(60_000)
      const later = await probe.says('as quickly as ever')
      if (later !== 'ok') throw new Broken(`answered ${later} with all of its processors`)
      return `held back in ${throttled} tenths of a second, a message meanwhile: ${said}, all well after ${seconds(backMs)}`
    } finally {
      await bound.remove()
      world.deeds.push({ t, kind: 'stalled', until: steadyMs() })
      probe.leaves()
    }
  },
}
