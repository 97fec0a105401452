import path from 'node:path'
import { newToken } from '#tests/kit/guest.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { joins, openV1 } from '#tests/wire/v1-client.ts'
import { SideHouse } from '../world/side-house.ts'
import { sleep, until } from '../world/steady.ts'
import { Injection } from '../world/strace.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

const SLICE = 100_000

/** Of a file that is sent: refused by name, told once, and nothing is built on what the disk may not have (P-16, P-19). */
export const uploadSyncFails: Fault = {
  id: 'F-3',
  name: 'the syncs of an upload fail',
  needs: ['strace'],
  takesS: 6,
  async run() {
    await using house = await SideHouse.open()
    const { server } = house
    await server.start()
    const token = await newToken(server.url)
    const line = await openV1(server)
    await line.call('hello', { v: 1, token })
    await line.call('profile.set', { name: 'ada', look: 0 })
    await joins(line, 'failing')
    const web = new Uploader(server, token)
    const bytes = randomFile(3 * SLICE)
    const { id } = await web.opens(line.room, { name: 'x', bytes: bytes.length })
    await web.patch(id, 0, bytes.subarray(0, SLICE))
    const hits = await whileItFails(server.pid, path.join(server.dataDir, 'uploads', id), async () => {
      const { status, json } = await web.patch(id, SLICE, bytes.subarray(SLICE, 2 * SLICE))
      if (status !== 503 || json?.['code'] !== 'unavailable')
        throw new Broken(`a slice whose sync failed was answered ${status} ${JSON.stringify(json)}`)
      const { offset } = await web.state(id)
      if (offset !== 0) throw new Broken(`${offset} bytes are believed after a sync that failed`)
    })
    await until('the log tells of it', () => server.log.count('file_disk_failed') === 1, 5_000)
    if (server.log.count('request_failed') > 0) throw new Broken('it is an error in the log')
    const file = await web.sends(await web.state(id), bytes)
    if (!(await web.get(file.id)).bytes.equals(bytes)) throw new Broken('what was sent again is not what was sent')
    line.leaves()
    return `${hits} syncs got EIO, refused with unavailable, one line in the log; sent again it is right`
  },
}

async function whileItFails(pid: number, file: string, work: () => Promise<void>): Promise<number> {
  const injection = await Injection.into(pid, 'fsync,fdatasync:error=EIO:when=1+', { file })
  let hits: number
  try {
    await work()
    await sleep(50)
  } finally {
    hits = await injection.end()
  }
  if (hits === 0) throw new NotProven('no sync of the upload was seen')
  return hits
}
