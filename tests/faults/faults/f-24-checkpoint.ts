import path from 'node:path'
import { floodUntilCheckpoint } from '../world/flood.ts'
import { sleep } from '../world/steady.ts'
import { Injection } from '../world/strace.ts'
import { type Fault, NotProven, seconds } from './fault.ts'

/** Whatever writes to the file of the database itself is a checkpoint: all else goes to the WAL. */
export const killInCheckpoint: Fault = {
  id: 'F-24',
  name: 'kill -9 inside a checkpoint',
  needs: ['strace'],
  takesS: 15,
  async run(world, chance) {
    const { server } = world
    const at = chance.between(1, 60)
    const ended = server.mayEnd()
    const database = path.join(server.dataDir, 'teahouse.sqlite')
    const injection = await Injection.into(server.pid, `pwrite64:signal=SIGKILL:when=${at}`, { file: database })
    const flooding = floodUntilCheckpoint(server)
    const isOver = await Promise.race([ended.then(() => true), sleep(12_000).then(() => false)])
    await injection.end()
    await flooding
    if (!isOver) {
      server.mustLive()
      throw new NotProven('no checkpoint wrote so much within 12 s')
    }
    const ms = await server.start()
    const backMs = await world.well(60_000)
    return `killed at page ${at} of a checkpoint, answered after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
  },
}
