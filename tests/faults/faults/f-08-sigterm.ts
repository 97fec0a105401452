import { sleep, steadyMs } from '../world/steady.ts'
import { Broken, type Fault, seconds } from './fault.ts'

export const sigterm: Fault = {
  id: 'F-8',
  name: 'SIGTERM under load',
  needs: [],
  takesS: 10,
  async run(world, chance) {
    const { server } = world
    await sleep(chance.between(0, 500))
    const sinceMs = steadyMs()
    const { code, signal } = await server.stop()
    const tookMs = steadyMs() - sinceMs
    if (code !== 0) throw new Broken(`it ended with ${signal ?? code}, not 0`)
    if (tookMs > 10_500) throw new Broken(`it took ${seconds(tookMs)} to end`)
    const ms = await server.start()
    const backMs = await world.well(40_000)
    return `exit 0 after ${seconds(tookMs)}, answered again after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
  },
}

export const sigtermTwice: Fault = {
  id: 'F-8',
  name: 'SIGTERM twice, with a client that is stuck',
  needs: [],
  takesS: 10,
  async run(world) {
    const { server } = world
    const stuck = await world.deafReader()
    try {
      const ended = server.mayEnd()
      const sinceMs = steadyMs()
      server.signal('SIGTERM')
      await Promise.race([ended, sleep(1_200)])
      server.signal('SIGTERM')
      const { code, signal } = await ended
      const tookMs = steadyMs() - sinceMs
      if (tookMs > 10_500) throw new Broken(`it took ${seconds(tookMs)} to end`)
      await server.start()
      const backMs = await world.well(40_000)
      return `ended with ${signal ?? code} after ${seconds(tookMs)}, the crowd back after ${seconds(backMs)}`
    } finally {
      stuck.destroy()
    }
  },
}
