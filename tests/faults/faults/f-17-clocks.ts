import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { sleep } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault, fakeTime, seconds } from './fault.ts'

/** Hours against the real clock, one step after the other: a day on, a day back, an hour's jump each second. */
const STEPS = [24, 0, -24, 0, 1, 2, 3, 4, 0] as const
const STEP_MS = 1_000

/** libfaketime reads the time that it gives from a file; timers go on by the real clock. */
export const clockSteps: Fault = {
  id: 'F-17',
  name: 'the clock of the server jumps',
  needs: ['faketime'],
  takesS: 20,
  async run(world) {
    const { server } = world
    const file = path.join(world.disk.folder, 'faketime')
    const set = (hours: number) => writeFileSync(file, `${hours < 0 ? '-' : '+'}${Math.abs(hours)}h`)
    const library = fakeTime()
    if (!library) throw new Error('libfaketime is not there')
    set(0)
    await server.stop()
    const env = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1' }
    await server.start({ env })
    await world.well(60_000)
    const told = await stepThrough(world, set)
    await server.stop()
    const ms = await server.start()
    const backMs = await world.well(60_000)
    return `${told}; with the real clock again after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
  },
}

async function stepThrough(world: World, set: (hours: number) => void): Promise<string> {
  const { server } = world
  const probe = await world.probe()
  const closed = server.log.lost
  const before = world.crowd.state
  let furthestMs = 0
  try {
    for (const hours of STEPS) {
      set(hours)
      await sleep(STEP_MS)
      const said = await probe.says(`at ${hours} hours`)
      if (said !== 'ok') throw new Broken(`with the clock ${hours} hours off a message was answered ${said}`)
      const at = Date.parse(
        String(server.log.lines.findLast(({ event }) => event === 'closed' || event === 'connected')?.['at']),
      )
      furthestMs = Math.max(furthestMs, Math.abs(at - Date.now()))
    }
  } finally {
    probe.leaves()
    set(0)
  }
  const cut = server.log.lost - closed
  if (cut > 0.9 * before.people + 20) throw new Broken(`${cut} lines of ${before.people} people ended by it`)
  return `${STEPS.length} steps of up to a day (the log's own times were ${Math.round(furthestMs / 3_600_000)} hours off), ${cut} lines ended meanwhile`
}
