// A process of a crowd (crowd.ts): people who come, talk, go and come back, and write down what they see. Its orders come on
// standard input, what it has to say goes to standard output: one JSON a line each.
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { Chance } from '../world/chance.ts'
import { Gathering } from './gathering.ts'
import type { Order, Told } from './orders.ts'

const [at = '0', seed = '1', url = '', site = ''] = process.argv.slice(2)
const chance = new Chance(Number(seed)).of(`crowd ${at}`)
const out = Bun.stdout.writer()

function tell(told: Told): void {
  out.write(`${JSON.stringify(told)}\n`)
  void out.flush()
}

const linesChance = chance.of('lines')
const proxy = await startProxy({ port: Number(new URL(url).port) }, { chance: () => linesChance.fraction() })
const gathering = new Gathering({ at: Number(at), chance, url, site, proxy, tell })

function obey(order: Order): void {
  if (order.do === 'bring') gathering.bring(order)
  else if (order.do === 'behave') gathering.behave(order.load)
  else if (order.do === 'cut') gathering.cut(order.share, order.how)
  else if (order.do === 'slow') gathering.slow(order.bytesPerSecond)
  else if (order.do === 'leave') gathering.leave()
  else if (order.do === 'hurry') gathering.hurry()
  else if (order.do === 'come') gathering.comeBack()
  else if (order.do === 'settle')
    void gathering.settle(order.withinMs).then((waiting) => tell({ told: 'settled', waiting }))
  else process.exit(0)
}

let rest = ''
for await (const chunk of Bun.stdin.stream().pipeThrough(new TextDecoderStream())) {
  const lines = `${rest}${chunk}`.split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) obey(JSON.parse(line))
}
// Whoever gave the orders is gone.
process.exit(0)
