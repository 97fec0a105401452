import { sleep } from '../world/steady.ts'
import { type Fault, NotProven, seconds } from './fault.ts'

/** Files lie in a bucket, and the lines to it are reset, end, and are refused for some seconds: messages go on meanwhile. */
export const cutBucket: Fault = {
  id: 'F-6',
  name: 'the lines to the bucket are cut',
  needs: ['bucket'],
  takesS: 10,
  async run(world, chance) {
    const line = world.bucket?.proxy
    if (!line) throw new NotProven('there is no bucket')
    const before = line.cuts
    for (let at = 0; at < 20; at++) {
      line.cut(chance.pick(['reset', 'fin']))
      await sleep(chance.between(50, 300))
    }
    line.refuse()
    await sleep(chance.between(1_000, 3_000))
    line.accept()
    const cuts = line.cuts - before
    if (cuts === 0) throw new NotProven('no line was open')
    const backMs = await world.well(40_000)
    return `${cuts} lines to the bucket cut, all well after ${seconds(backMs)}`
  },
}
