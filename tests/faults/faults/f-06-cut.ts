import { sleep, steadyMs } from '../world/steady.ts'
import { type Fault, NotProven, seconds } from './fault.ts'

/** Whoever asks something on a silent line notices within 10 s; whoever does not asks for a heartbeat after 27.5 s. */
const FOUND_MS = 40_000

/** Lines of the crowd are reset, or fall silent, in the middle of whatever travels on them. */
export const cutLines: Fault = {
  id: 'F-6',
  name: 'lines are cut under load',
  needs: [],
  takesS: 5,
  async run(world, chance) {
    const before = world.crowd.state.cuts
    const hows = ['reset', 'fin', 'reset'] as const
    for (const how of hows) {
      world.crowd.cut(0.5, how)
      await sleep(chance.between(300, 1_200))
    }
    await sleep(1_100)
    const cuts = world.crowd.state.cuts - before
    if (cuts === 0) throw new NotProven('no line was open')
    const backMs = await world.well(40_000)
    return `${cuts} lines cut by reset and by end, all well after ${seconds(backMs)}`
  },
}

export const silentLines: Fault = {
  id: 'F-6',
  name: 'lines fall silent: nothing passes, nobody is told',
  needs: [],
  takesS: 44,
  async run(world) {
    const before = world.crowd.state.cuts
    const t = steadyMs()
    world.crowd.cut(0.3, 'silence')
    await sleep(FOUND_MS)
    const cuts = world.crowd.state.cuts - before
    if (cuts === 0) throw new NotProven('no line was open')
    const backMs = await world.well(60_000)
    // Nobody can answer on such a line: its client finds that out after 10 s.
    world.deeds.push({ t, kind: 'stalled', until: steadyMs(), clients: world.crowd.proxied })
    return `${cuts} lines silent, all well after ${seconds(backMs)}`
  },
}
