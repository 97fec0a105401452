import { sleep } from '../world/steady.ts'
import { Injection } from '../world/strace.ts'
import { type Fault, NotProven, seconds } from './fault.ts'

/** P-15 says 3 s on a machine of its own; here two cores carry the crowd, too, which comes back in the same moment. */
const WELL_MS = 40_000

export const kill: Fault = {
  id: 'F-1',
  name: 'kill -9 at a random moment',
  needs: [],
  takesS: 8,
  async run(world, chance) {
    const { server } = world
    await sleep(chance.between(0, 800))
    const { signal } = await server.kill()
    if (signal !== 'SIGKILL') throw new NotProven(`it ended with ${signal}`)
    const ms = await server.start()
    return `ended by SIGKILL, answered again after ${seconds(ms)}${await back(world)}`
  },
}

/** With the highest number of the call that is worth waiting for; strace counts them per thread. */
const calls = [
  ['fdatasync', 8],
  ['fsync', 1],
  ['pwrite64', 60],
  ['write', 60],
  ['rename', 1],
  ['openat', 2],
] as const

/** At the first call of the kind that comes while strace is attached; chance decides which. Renames and files come with uploads. */
export const killAtCall: Fault = {
  id: 'F-1',
  name: 'kill -9 inside a system call',
  needs: ['strace'],
  takesS: 12,
  async run(world, chance) {
    const { server, bucket } = world
    // A file that goes to a bucket gets no name on the disk.
    const [call, most] = chance.pick(bucket ? calls.filter(([name]) => name !== 'rename') : calls)
    const at = chance.between(1, most)
    const ended = server.mayEnd()
    const injection = await Injection.into(server.pid, `${call}:signal=SIGKILL:when=${at}`)
    const isOver = await Promise.race([ended.then(() => true), sleep(6_000).then(() => false)])
    await injection.end()
    if (!isOver) {
      server.mustLive()
      throw new NotProven(`no thread called ${call} ${at} times within 6 s`)
    }
    const ms = await server.start()
    return `killed at call ${at} of ${call}, answered again after ${seconds(ms)}${await back(world)}`
  },
}

const back = async (world: { well(withinMs: number): Promise<number> }): Promise<string> =>
  `, the crowd back after ${seconds(await world.well(WELL_MS))}`
