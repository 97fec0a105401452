import { bringReader, type V1Client } from '#tests/wire/v1-client.ts'
import { sleep, until } from '../world/steady.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

export const full: Fault = {
  id: 'F-4',
  name: 'disk full, then space',
  needs: ['root', 'mount'],
  takesS: 12,
  async run(world, chance) {
    const { server, disk } = world
    const before = server.log.count('storage_full')
    const probe = await world.probe()
    const writer = await bringReader(server, 'full')
    try {
      await writer.call('profile.set', { name: `full ${process.pid}.${++floods}`, look: 0 })
      const left = disk.fill()
      if (left > 64 * 1024) throw new NotProven(`${left} bytes are still free`)
      const refused = await refusedFull(writer)
      // Reading goes on meanwhile.
      await probe.reads()
      await sleep(chance.between(500, 3_000))
      disk.free()
      const wellMs = await until(
        'a message is stored again',
        async () => (await probe.says('space')) === 'ok',
        10_000,
        200,
      )
      if (wellMs > 7_000) throw new Broken(`well again only after ${seconds(wellMs)} (P-16 says 5 s)`)
      const logged = server.log.count('storage_full') - before
      return `${left} bytes free, ${refused} refused with storage_full (${logged} lines in the log), read meanwhile, stored again ${seconds(wellMs)} after space`
    } finally {
      disk.free()
      writer.leaves()
      probe.leaves()
    }
  },
}

const BODY = '茶'.repeat(3_900)
const AT_ONCE = 40
/** What the WAL has in store (32 MB) and more. */
const MOST_WAVES = 75
let floods = 0

/** What was reserved for the WAL still takes messages on a full disk: says until there are refusals. */
async function refusedFull(writer: V1Client): Promise<number> {
  for (let wave = 0; wave < MOST_WAVES; wave++) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => writer.post(BODY)))
    const refused = answers.filter(({ body }) => body['code'] === 'storage_full').length
    if (refused > 0) return refused
  }
  throw new NotProven('the server still stored messages on a full disk')
}
