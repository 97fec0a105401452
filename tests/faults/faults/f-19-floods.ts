import path from 'node:path'
import { newToken } from '#tests/kit/guest.ts'
import { frameBytes } from '#tests/kit/raw-socket.ts'
import { joins, openV1 } from '#tests/wire/v1-client.ts'
import { sleep } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

/** Runs `flood` while somebody else asks on; says how long the slowest of its answers took. */
async function beside(world: World, flood: () => Promise<string>): Promise<string> {
  const probe = await world.probe()
  const mostMs = await world.promptMs(probe)
  let isOver = false
  const asking = (async () => {
    const answers: number[] = []
    while (!isOver) {
      answers.push(await probe.answerMs())
      await sleep(50)
    }
    return Math.max(...answers)
  })()
  try {
    const told = await flood()
    isOver = true
    const slowestMs = await asking
    if (slowestMs > mostMs) throw new Broken(`others waited up to ${Math.round(slowestMs)} ms`)
    await world.well(40_000)
    return `${told}; others waited ${Math.round(slowestMs)} ms at the most`
  } finally {
    isOver = true
    await asking.catch(() => {})
    probe.leaves()
  }
}

export const commandFlood: Fault = {
  id: 'F-19',
  name: 'one client says 50,000 commands in a second',
  needs: [],
  takesS: 6,
  run: (world) =>
    beside(world, async () => {
      const file = path.join(import.meta.dir, '../world/flood-process.ts')
      const words = [process.execPath, '--no-orphans', file, String(world.server.port), '50000']
      const child = Bun.spawn(words, { stdout: 'pipe', stderr: 'inherit' })
      const told: { limited: number; ended: boolean } = JSON.parse(await new Response(child.stdout).text())
      if (told.limited === 0 && !told.ended) throw new NotProven('none of its commands was refused')
      return `${told.limited} commands answered with rate_limited${told.ended ? ', and closed' : ''}`
    }),
}

export const joinFlood: Fault = {
  id: 'F-19',
  name: '400 people come in a second, and join',
  needs: [],
  takesS: 8,
  run: (world) =>
    beside(world, async () => {
      const token = await newToken(world.server.url)
      let joined = 0
      let refused = 0
      for (let wave = 0; wave < 8; wave++) {
        const lines = await Promise.all(Array.from({ length: 50 }, () => openV1(world.server)))
        for (const line of lines) {
          await line.call('hello', { v: 1, token })
          await joins(line, 'flood').then(
            () => joined++,
            () => refused++,
          )
        }
        for (const line of lines) line.leaves()
      }
      return `${joined} joined, ${refused} were sent away (more than ten lines of one person)`
    }),
}

export const giantFrames: Fault = {
  id: 'F-19',
  name: 'giant frames and tiny ones',
  needs: [],
  takesS: 6,
  run: (world) =>
    beside(world, async () => {
      const codes: (number | null)[] = []
      for (let at = 0; at < 20; at++) {
        const line = await openV1(world.server)
        await line.socket.send('x'.repeat(200_000))
        codes.push(await line.socket.closed(5_000).catch(() => null))
        line.leaves()
      }
      const tiny = await openV1(world.server)
      await tiny.socket.write(Buffer.concat(Array.from({ length: 20_000 }, () => frameBytes('', { fin: true }))))
      await sleep(500)
      tiny.leaves()
      if (codes.some((code) => code === null)) throw new Broken('a frame of 200 kB was not refused')
      return `20 frames of 200 kB, closed with ${[...new Set(codes)].join(', ')}; 20,000 empty ones`
    }),
}
