import { freePort } from '#tests/kit/server.ts'
import { Broken, type Fault } from './fault.ts'

export const startedTwice: Fault = {
  id: 'F-29',
  name: 'started twice on one data folder',
  needs: [],
  takesS: 4,
  async run(world) {
    const { server } = world
    const probe = await world.probe()
    try {
      const { ending, words } = await server.startRefused({ env: { PORT: String(await freePort()) } })
      if (ending.code !== 1) throw new Broken(`the second one ended with ${ending.signal ?? ending.code}`)
      if (!words.includes(`in use by another Teahouse (process ${server.pid})`)) throw new Broken(`it said: ${words}`)
      const said = await probe.says('still the first')
      if (said !== 'ok') throw new Broken(`the first one answers ${said}`)
      return `the second refused with exit 1 and named process ${server.pid}; the first went on`
    } finally {
      probe.leaves()
    }
  },
}
