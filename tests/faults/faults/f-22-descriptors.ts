import { spawnSync } from 'node:child_process'
import { openV1, type V1Client } from '#tests/wire/v1-client.ts'
import { sleep, until } from '../world/steady.ts'
import { Broken, type Fault, NotProven } from './fault.ts'

/** Lower than what is open: whoever goes frees a number above it, which is of no use. */
const BOUND = 48
const TRIES = 30

/** The bound of the living process is lowered to what it has open: those inside live on, and it is well when there is room again. */
export const noDescriptors: Fault = {
  id: 'F-22',
  name: 'descriptors used up',
  needs: ['root'],
  takesS: 8,
  async run(world) {
    const { server } = world
    const probe = await world.probe()
    const mostMs = await world.promptMs(probe)
    const before = bound(server.pid)
    const lines: V1Client[] = []
    try {
      setBound(server.pid, BOUND)
      const opened = await Promise.all(Array.from({ length: TRIES }, () => opens(server, lines)))
      const refused = opened.filter((isOpen) => !isOpen).length
      if (refused === 0) throw new NotProven(`${TRIES} further lines were let in`)
      const said = await probe.says('still in')
      if (said !== 'ok') throw new Broken(`who was inside was answered ${said}`)
      const answerMs = await probe.answerMs()
      if (answerMs > mostMs) throw new Broken(`who was inside waited ${Math.round(answerMs)} ms`)
      setBound(server.pid, before)
      for (const line of lines) line.leaves()
      await until('new lines are let in again', () => opens(server, []), 8_000, 100)
      await world.well(40_000)
      return `bound set to ${BOUND}, ${refused} of ${TRIES} new lines got no answer, those inside went on, well again`
    } finally {
      setBound(server.pid, before)
      for (const line of lines) line.leaves()
      probe.leaves()
    }
  },
}

async function opens(server: { readonly port: number }, lines: V1Client[]): Promise<boolean> {
  const opening = openV1(server).then(
    (line) => {
      lines.push(line)
      return true
    },
    () => false,
  )
  return Promise.race([opening, sleep(1_500).then(() => false)])
}

/** The soft one: to raise the hard one again is a right that containers do not give. */
function setBound(pid: number, bound: number): void {
  spawnSync('prlimit', ['--pid', String(pid), `--nofile=${bound}:`])
}

const bound = (pid: number): number =>
  Number(
    spawnSync('prlimit', ['--pid', String(pid), '--nofile', '--noheadings', '--output=SOFT'], { encoding: 'utf8' })
      .stdout,
  )
