import { sleep } from '../world/steady.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

/** An error of the file system makes the kernel take no more writes, as a dying disk does. */
export const readOnly: Fault = {
  id: 'F-5',
  name: 'the file system turns read-only',
  needs: ['root', 'mount'],
  takesS: 12,
  async run(world) {
    const { server, disk } = world
    const probe = await world.probe()
    const ended = server.mayEnd()
    try {
      if (!disk.turnReadOnly()) throw new NotProven('the kernel has no way to turn it read-only')
      const said = new Set<string>()
      let readsOn = 0
      for (let tries = 0; tries < 10 && server.isUp; tries++) {
        said.add(await probe.says('is it kept?'))
        readsOn += await probe.reads().then(
          () => 1,
          () => 0,
        )
        await sleep(100)
      }
      if (said.has('ok')) throw new Broken('a message was acknowledged on a file system that takes no writes')
      if (server.isUp) await server.kill()
      const { code, signal } = await ended
      disk.unmount()
      disk.mount()
      const ms = await server.start()
      const backMs = await world.well(60_000)
      return `answers: ${[...said].join(', ')}, ${readsOn} pages read meanwhile, ended with ${signal ?? code}, mounted anew, answered after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
    } finally {
      probe.leaves()
    }
  },
}
