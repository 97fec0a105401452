import { steadyMs, until } from '../world/steady.ts'
import { type Fault, NotProven, seconds } from './fault.ts'

/** Everybody goes and comes back in one moment, without the jitter of the library. */
export const storm: Fault = {
  id: 'F-9',
  name: 'everybody returns at once',
  needs: [],
  takesS: 12,
  async run(world) {
    const { clients } = world.options
    const before = world.server.log.count('connected')
    world.crowd.leave()
    await until('nobody is there', () => world.crowd.state.online < 0.2 * clients, 20_000)
    const sinceMs = steadyMs()
    world.crowd.comeBack()
    await world.well(60_000)
    const came = world.server.log.count('connected') - before
    if (came < 0.7 * clients) throw new NotProven(`only ${came} of ${clients} came back`)
    return `${came} hellos, all back after ${seconds(steadyMs() - sinceMs)}`
  },
}
