import { bringReader } from '#tests/wire/v1-client.ts'
import { sleep, steadyMs } from '../world/steady.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

const READERS = 5
/** 10 s without progress (P-12), and the sweep that looks. */
const CUT_MS = 14_000

/** They fill the kernel's buffers on loopback, some MB, and are cut; the others hear on. */
export const deafReaders: Fault = {
  id: 'F-11',
  name: 'readers that stop reading',
  needs: [],
  takesS: 14,
  async run(world) {
    const { server } = world
    const deaf = await Promise.all(Array.from({ length: READERS }, () => world.deafReader('slow')))
    const probe = await world.probe()
    const writer = await bringReader(server, 'slow')
    const mostMs = await world.promptMs(probe)
    try {
      await writer.call('profile.set', { name: `flood ${Math.round(steadyMs())}`, look: 0 })
      const filledMb = await flood(writer, deaf)
      if (filledMb === 0) throw new NotProven('nothing was written for them')
      const answerMs = await probe.answerMs()
      if (answerMs > mostMs) throw new Broken(`others waited ${Math.round(answerMs)} ms for an answer`)
      return `${READERS} readers took nothing of ${filledMb} MB each, and were cut; an answer took ${Math.round(answerMs)} ms meanwhile`
    } finally {
      writer.leaves()
      probe.leaves()
      for (const socket of deaf) socket.destroy()
    }
  },
}

type Writer = Awaited<ReturnType<typeof bringReader>>
type Deaf = { resume(): void; closed(ms: number): Promise<number>; ended: boolean }

/** Says so much into their room that none of it can wait in the kernel. Resolves with the MB, when all are cut. */
async function flood(writer: Writer, deaf: readonly Deaf[]): Promise<number> {
  const body = '茶'.repeat(3_900)
  let said = 0
  for (let round = 0; round < 60; round++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => writer.post(body)))
    said += answers.filter(({ outcome }) => outcome === 'ok').length
  }
  await sleep(500)
  const sinceMs = steadyMs()
  // Whoever reads again hears what the kernel held, and then the end of the line.
  for (const reader of deaf) reader.resume()
  const codes = await Promise.all(deaf.map((reader) => reader.closed(CUT_MS).catch(() => 0)))
  if (!codes.every((code) => code === 1006))
    throw new Broken(`not all of them were cut: ${codes.join(', ')} after ${Math.round(steadyMs() - sinceMs)} ms`)
  return Math.round((said * 3 * 3_900) / 1e6)
}

/** A line that passes 1 kB a second: its reader is cut or follows, and misses nothing. */
export const crawlingReaders: Fault = {
  id: 'F-11',
  name: 'lines that pass 1 kB a second',
  needs: [],
  takesS: 10,
  async run(world) {
    const t = steadyMs()
    world.crowd.slow(1_024)
    await sleep(8_000)
    world.crowd.slow(0)
    const state = world.crowd.state
    if (state.slowed === 0) throw new NotProven('no line of the crowd comes through the proxy')
    world.crowd.cut(1)
    await world.well(40_000)
    // Answers crawl as all else does.
    world.deeds.push({ t, kind: 'stalled', until: steadyMs(), clients: world.crowd.proxied })
    return `${state.slowed} lines at 1 kB/s for 8 s, then reset`
  },
}
