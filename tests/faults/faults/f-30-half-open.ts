import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { SideHouse } from '../world/side-house.ts'
import { steadyMs, until } from '../world/steady.ts'
import { Broken, type Fault, NotProven, seconds } from './fault.ts'

const PEOPLE = 20
/** 60 s without a command, a look each second, and a busy machine. */
const GONE_MS = 75_000
const ownNet = ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']

/** A small house in a net of its own, whose one wire goes down: no end, no reset, nothing comes any more. */
export const halfOpen: Fault = {
  id: 'F-30',
  name: 'the cable is pulled: peers that never say that they go',
  needs: ['netns'],
  takesS: 85,
  long: true,
  async run() {
    await using house = await SideHouse.open()
    const { server } = house
    await server.start({ under: ownNet, apart: true })
    const inside = ['nsenter', '-t', String(server.pid), '-n']
    const program = [process.execPath, '--no-orphans', path.join(import.meta.dir, '../world/apart-process.ts')]
    const far = Bun.spawn([...inside, ...program, 'stay', String(server.port), String(PEOPLE)], {
      stdout: 'pipe',
      stderr: 'ignore',
    })
    try {
      await until('people are in', () => server.log.count('connected') >= PEOPLE, 30_000)
      if (spawnSync('nsenter', [...inside.slice(1), 'ip', 'link', 'set', 'lo', 'down']).status !== 0)
        throw new NotProven('the wire did not go down')
      const sinceMs = steadyMs()
      await until('they are gone', () => server.log.count('closed') >= PEOPLE, GONE_MS, 200)
      const goneMs = steadyMs() - sinceMs
      const codes = new Set(server.log.lines.filter(({ event }) => event === 'closed').map((line) => line['code']))
      spawnSync('nsenter', [...inside.slice(1), 'ip', 'link', 'set', 'lo', 'up'])
      far.kill('SIGKILL')
      const late = Bun.spawn([...inside, ...program, 'look', String(server.port)], { stdout: 'pipe', stderr: 'ignore' })
      const people = Number((await new Response(late.stdout).text()).trim())
      if (people !== 1) throw new Broken(`${people} people are shown, and one is there`)
      return `${PEOPLE} lines without a wire ended after ${seconds(goneMs)} (${[...codes].join(', ')}), then one person was shown where one was`
    } finally {
      far.kill('SIGKILL')
    }
  },
}
