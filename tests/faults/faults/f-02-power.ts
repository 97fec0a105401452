import { sleep, until } from '../world/steady.ts'
import { type Fault, NotProven, seconds } from './fault.ts'

export const power: Fault = {
  id: 'F-2',
  name: 'power loss: what was not synced is gone',
  needs: ['root', 'mount'],
  takesS: 10,
  async run(world, chance) {
    const { server, disk } = world
    await sleep(chance.between(0, 800))
    const ended = server.mayEnd()
    // The power takes the process in the same moment: it never sees the disk refuse.
    server.signal('SIGSTOP')
    await until('the process stands still', () => server.isStopped, 5_000, 1)
    disk.losePower()
    server.signal('SIGKILL')
    await ended
    if (isWritable(disk.place)) throw new NotProven('the file system still takes bytes')
    disk.unmount()
    disk.mount()
    const ms = await server.start()
    const backMs = await world.well(40_000)
    return `the file system took no byte any more, mounted anew, answered after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
  },
}

function isWritable(place: string): boolean {
  try {
    Bun.spawnSync(['sh', '-c', `echo x > "${place}/probe"`]).exitCode
    return Bun.file(`${place}/probe`).size > 0
  } catch {
    return false
  }
}
