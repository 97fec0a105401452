import type { Probe } from '../world/probe.ts'
import { sleep, steadyMs } from '../world/steady.ts'
import { Injection, threadThatCalls } from '../world/strace.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

/** P-29 says 100 ms. Here strace looks on, and the crowd has the other core. */
const PROMPT_MS = 400

type Slowness = {
  name: string
  delayUs: number
  /** strace counts per thread and per call, and the pool has several threads: so once means one call of one of them. */
  once?: true
  forMs: number
}

const slowDisk = ({ name, delayUs, once, forMs }: Slowness): Fault => ({
  id: 'F-23',
  name,
  needs: ['strace'],
  takesS: forMs / 1_000 + 3,
  async run(world) {
    const { server } = world
    const probe = await world.probe()
    const mostMs = await promptMsWhileWatched(world, probe)
    const closed = server.log.lost
    const online = world.crowd.state.online
    const injection = await slow(server.pid, delayUs, once)
    try {
      const said = saysOn(probe, forMs)
      const slowest = await slowestAnswer(world, forMs)
      const hits = await injection.end()
      const { slowestMs, outcomes } = await said
      if (hits === 0) throw new NotProven('no sync was slowed down')
      if (slowest > mostMs) throw new Broken(`a question that needs no disk waited ${Math.round(slowest)} ms`)
      const cut = server.log.lost - closed
      if (cut > 0.6 * online + 20) throw new Broken(`${cut} of ${online} lines ended`)
      await world.well(40_000)
      return `${hits} syncs slowed down; slowest answer without the disk ${Math.round(slowest)} ms, with it ${Math.round(slowestMs)} ms (${outcomes.join(', ')})`
    } finally {
      await injection.end()
      probe.leaves()
    }
  },
})

/** strace stops the server at every call that it makes, slowed down or not: that is none of the disk's doing. */
async function promptMsWhileWatched(world: World, probe: Probe): Promise<number> {
  const watching = await Injection.into(world.server.pid, 'fsync,fdatasync:delay_enter=1:when=1+')
  try {
    return await world.promptMs(probe, PROMPT_MS)
  } finally {
    await watching.end()
  }
}

async function slow(pid: number, delayUs: number, once?: true): Promise<Injection> {
  // Two of 5 s one after the other would be 10 s, which are a lost line to whoever waits for them.
  const inject = once ? `fdatasync:delay_enter=${delayUs}:when=1` : `fsync,fdatasync:delay_enter=${delayUs}:when=1+`
  const thread = once ? await threadThatCalls(pid, 'fdatasync') : undefined
  if (thread === null) throw new NotProven('nothing was synced for 3 s')
  return Injection.into(pid, inject, thread === undefined ? {} : { thread })
}

async function saysOn(probe: Awaited<ReturnType<World['probe']>>, forMs: number) {
  const untilMs = steadyMs() + forMs
  const outcomes = new Set<string>()
  let slowestMs = 0
  while (steadyMs() < untilMs) {
    const sinceMs = steadyMs()
    outcomes.add(await probe.says('slowly'))
    slowestMs = Math.max(slowestMs, steadyMs() - sinceMs)
  }
  return { slowestMs, outcomes: [...outcomes] }
}

async function slowestAnswer(world: World, forMs: number): Promise<number> {
  const other = await world.probe()
  const untilMs = steadyMs() + forMs
  const answers: number[] = []
  while (steadyMs() < untilMs) {
    answers.push(await other.answerMs())
    await sleep(25)
  }
  other.leaves()
  answers.sort((one, another) => one - another)
  return answers[Math.floor(0.99 * answers.length)] ?? 0
}

export const slowSyncs = slowDisk({ name: 'each sync takes 300 ms', delayUs: 300_000, forMs: 6_000 })
export const oneSlowSync = slowDisk({ name: 'one sync takes 5 s', delayUs: 5_000_000, once: true, forMs: 8_000 })
