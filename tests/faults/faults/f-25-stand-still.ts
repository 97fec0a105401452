import { sleep, steadyMs } from '../world/steady.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

const standStill = (heldMs: number): Fault => ({
  id: 'F-25',
  name: `the process stands still for ${heldMs / 1_000} s`,
  needs: [],
  takesS: heldMs / 1_000 + 4,
  async run(world) {
    const { server } = world
    const closedBefore = server.log.lost
    const onlineBefore = world.crowd.state.online
    const t = steadyMs()
    server.signal('SIGSTOP')
    await sleep(100)
    if (!server.isStopped) throw new NotProven('it did not stop')
    await sleep(heldMs)
    server.signal('SIGCONT')
    world.deeds.push({ t, kind: 'stalled', until: steadyMs() + 2_000 })
    const backMs = await world.well(40_000)
    const closed = server.log.lost - closedBefore
    // 10 s without an answer are a dead line to a client; 2 s are nothing.
    if (heldMs < 5_000 && closed > 0.5 * onlineBefore) throw new Broken(`${closed} of ${onlineBefore} were cut by it`)
    return `stopped (state T) for ${seconds(heldMs)}, ${closed} of ${onlineBefore} lines ended, all well after ${seconds(backMs)}`
  },
})

export const shortStop = standStill(2_000)
export const longStop = standStill(20_000)
