import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { newToken } from '#tests/kit/guest.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { joins, openV1 } from '#tests/wire/v1-client.ts'
import { SideHouse } from '../world/side-house.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

/** `nobody`, to whom rights mean something. */
const NOBODY = 65_534
const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']

export const rightsTaken: Fault = {
  id: 'F-5',
  name: 'rights are taken from the folders of a server that is not root',
  needs: ['root'],
  takesS: 5,
  async run() {
    if (Bun.spawnSync([...asNobody, process.execPath, '--version']).exitCode !== 0)
      throw new NotProven('another user may not run this program')
    await using house = await SideHouse.open()
    const { server } = house
    chmodSync(house.folder, 0o755)
    mkdirSync(server.dataDir)
    chownSync(server.dataDir, NOBODY, NOBODY)
    await server.start({ under: asNobody })
    const token = await newToken(server.url)
    const ada = await openV1(server)
    await ada.call('hello', { v: 1, token })
    await ada.call('profile.set', { name: 'ada', look: 0 })
    await joins(ada, 'rights')
    const web = new Uploader(server, token)
    const set = (mode: number) => {
      for (const name of ['uploads', 'files']) chmodSync(path.join(server.dataDir, name), mode)
    }
    await web.uploads(ada.room, randomFile(5_000))
    set(0o500)
    const refused = await web.uploads(ada.room, randomFile(5_000)).then(
      () => 'taken',
      (error) => String(error).slice(0, 80),
    )
    if (refused === 'taken') throw new NotProven('a file was stored in a folder that may not be written')
    const said = await ada.post('meanwhile')
    if (said.outcome !== 'ok') throw new Broken(`a message was answered ${JSON.stringify(said.body)}`)
    set(0o700)
    await web.uploads(ada.room, randomFile(5_000))
    ada.leaves()
    await server.stop()
    chmodSync(server.dataDir, 0o500)
    const { ending, words } = await server.startRefused({ under: asNobody })
    if (ending.code !== 1 || !words.includes(server.dataDir))
      throw new Broken(`it ended with ${ending.code} and said ${words}`)
    return `an upload got “${refused}”, messages went on, files again when the rights were back; a start without rights: “${words.trim().slice(0, 120)}”`
  },
}
