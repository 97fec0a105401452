import { connect, createServer } from 'node:net'
import type { Script } from '#tests/kit/fault-line.ts'
import { type FaultProxy, startProxy } from '#tests/kit/fault-proxy.ts'
import { bringPerson, type Person } from '../crowd/person.ts'
import { sleep, steadyMs, until } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

/** What many proxies have by default, and what the strictest ones do: less than the 25 s of our heads. */
const USUAL_MS = 60_000
const STRICT_MS = 20_000
const QUIET_MS = 150_000
const LOOK_MS = 100
/** A page says nothing of a loss that is over by then, and a machine under load is given as much again. */
const UNNOTICED_MS = 4_000

const idleAfter = (ms: number): Script => ({ down: { idle: { ms, how: 'fin' } } })

/** Two who say nothing for two and a half minutes, each behind a proxy that ends what looks idle to it. */
export const idleProxy: Fault = {
  id: 'F-26',
  name: 'a proxy between that ends lines which look idle',
  needs: [],
  takesS: 175,
  long: true,
  async run(world) {
    await using usual = await startProxy(world.server, { script: idleAfter(USUAL_MS) })
    await using strict = await startProxy(world.server, { script: idleAfter(STRICT_MS) })
    const [kept, cut] = [await bring(world, usual, 'kept'), await bring(world, strict, 'cut')]
    try {
      const [longestMs] = await Promise.all([watch(cut, QUIET_MS), endOfSilentLine()])
      if (usual.cuts > 0) throw new Broken(`${usual.cuts} lines looked idle for ${seconds(USUAL_MS)}`)
      if (strict.cuts < 3) throw new NotProven(`a line was ended ${strict.cuts} times`)
      if (longestMs > UNNOTICED_MS) throw new Broken(`somebody was away for ${seconds(longestMs)}`)
      for (const person of [kept, cut]) person.says('still here')
      await until('what was said after the silence is stored', () => kept.isSettled && cut.isSettled, 30_000)
      return `${seconds(QUIET_MS)} of silence: none ended behind a proxy of ${seconds(USUAL_MS)}; behind one of ${seconds(STRICT_MS)} ${strict.cuts} were, back after ${seconds(longestMs)} at the most`
    } finally {
      kept.go()
      cut.go()
    }
  },
}

let brought = 0

/** In rooms of their own: what others say would keep the line awake. */
function bring(world: World, proxy: FaultProxy, what: string): Promise<Person> {
  const name = `${what} ${++brought}`
  return bringPerson({
    url: proxy.url,
    name,
    room: name.replace(' ', '-'),
    sink: (entry) => world.options.take([entry]),
  })
}

/** How long somebody was away at a time, at the most. */
async function watch(person: Person, forMs: number): Promise<number> {
  let longestMs = 0
  let seenMs = steadyMs()
  for (const endMs = seenMs + forMs; steadyMs() < endMs; await sleep(LOOK_MS)) {
    if (person.isOnline) seenMs = steadyMs()
    else longestMs = Math.max(longestMs, steadyMs() - seenMs)
  }
  return longestMs
}

/** The control: the proxy ends what is silent, after the time that it is said to take. */
async function endOfSilentLine(): Promise<void> {
  const silent = createServer()
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => {
      const address = silent.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  await using proxy = await startProxy({ port }, { script: idleAfter(USUAL_MS) })
  const client = connect(proxy.port, '127.0.0.1')
  client.on('error', () => {})
  try {
    await until('a line on which nobody speaks is ended', () => proxy.cuts > 0, USUAL_MS + 10_000)
  } finally {
    client.destroy()
    silent.close()
  }
}
