import { sleep } from '../world/steady.ts'
import { Broken, type Fault } from './fault.ts'

const HELD_MS = 6_000

export const logBlocked: Fault = {
  id: 'F-28',
  name: 'nobody reads the log',
  needs: [],
  takesS: 8,
  async run(world) {
    const { server } = world
    const probe = await world.probe()
    const mostMs = await world.promptMs(probe)
    server.log.hold()
    try {
      const before = server.log.lines.length
      // Each line that goes and comes is a line of the log: it fills the pipe and all that may wait behind it.
      for (let round = 0; round < 3; round++) {
        world.crowd.cut(1)
        await sleep(HELD_MS / 3)
      }
      const said = await probe.says('unread')
      const answerMs = await probe.answerMs()
      if (said !== 'ok' || answerMs > mostMs) throw new Broken(`answered ${said}, after ${Math.round(answerMs)} ms`)
      if (server.log.lines.length > before + 1_000) throw new Broken('the log was read all the same')
      server.log.release()
      await world.well(40_000)
      return `its output stood still for ${HELD_MS / 1_000} s, messages were stored, ${server.log.count('log_lost')} reports of lost lines so far`
    } finally {
      server.log.release()
      probe.leaves()
    }
  },
}
