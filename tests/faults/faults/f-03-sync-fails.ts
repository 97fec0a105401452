import path from 'node:path'
import { floodUntilCheckpoint } from '../world/flood.ts'
import { sleep } from '../world/steady.ts'
import { Injection } from '../world/strace.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

/** After a sync that failed nothing can be believed: it stops, says so, and is right again after a start (P-16). */
const syncFails = (name: string, when: string, ofCheckpoints?: true): Fault => ({
  id: 'F-3',
  name,
  needs: ['strace'],
  takesS: 10,
  async run(world) {
    const { server } = world
    const logged = server.log.count('disk_failed')
    const ended = server.mayEnd()
    const target = ofCheckpoints ? { file: path.join(server.dataDir, 'teahouse.sqlite') } : {}
    const injection = await Injection.into(server.pid, `fsync,fdatasync:error=EIO:when=${when}`, target)
    const flooding = ofCheckpoints ? floodUntilCheckpoint(server) : null
    const ending = await Promise.race([ended, sleep(15_000).then(() => null)])
    await flooding
    const hits = await injection.end()
    if (!ending) {
      server.mustLive()
      if (hits === 0) throw new NotProven('no sync came within 15 s')
      throw new Broken(`${hits} syncs failed, and the server lives on`)
    }
    if (ending.code === 0 || ending.code === null) throw new Broken(`it ended with ${ending.signal ?? ending.code}`)
    if (server.log.count('disk_failed') === logged) throw new Broken('it ended without disk_failed in its log')
    const ms = await server.start()
    const backMs = await world.well(60_000)
    return `${hits} syncs got EIO, exit ${ending.code} with disk_failed, answered after ${seconds(ms)}, the crowd back after ${seconds(backMs)}`
  },
})

export const checkpointSyncFails = syncFails('the sync of a checkpoint fails', '1+', true)
export const oneSyncFails = syncFails('a sync fails once', '1')
export const allSyncsFail = syncFails('all syncs fail', '1+')
