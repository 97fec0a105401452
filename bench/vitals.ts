import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from '#tests/kit/chromium.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newNamed } from '#tests/kit/guest.ts'
import { type Contestant, out } from './contestants.ts'
import { fillTalk } from './history/fill-talk.ts'
import { buildPage } from './long-room.ts'
import { reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { startServer } from './server-process.ts'
import { type FirstVisit, visitFirst } from './vitals/first-visit.ts'
import { type At, allForms, type Form, slowLine } from './vitals/forms.ts'
import { type InRoom, visitLong } from './vitals/in-room.ts'

export type VitalsResults = {
  lines: number
  browser: string
  first: Record<Form, FirstVisit[]>
  room: Record<Form, InRoom[]>
}
type Say = (line: string) => void

/** Scenario (UX-7): how soon the page is there and how soon it answers, as Lighthouse asks, and how soon a newcomer has spoken. */
export async function measureVitals(teahouse: Contestant, options: Options, say: Say): Promise<VitalsResults> {
  buildPage()
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'vitals-'))
  try {
    const { lines } = options
    await fillTalk(folder, lines, { indexed: true })
    say(`a room of ${lines} messages`)
    const server = await startServer({ ...teahouse, env: { ...teahouse.env, DATA_DIR: folder } })
    const browser = await launchChromium()
    try {
      await using proxy = await startProxy(server, { script: slowLine })
      const busy = options.busyOk ? null : await reasonBusy()
      if (busy) throw new Error(busy)
      const host = `127.0.0.1:${server.port}`
      const at = { url: `http://${host}`, socketUrl: `ws://${host}/ws`, slowUrl: proxy.url }
      const rounds = await measureRounds(browser, at, options.rounds, say)
      return { lines, browser: `Chromium ${browser.version()}`, ...rounds }
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureRounds(browser: Browser, at: At, rounds: number, say: Say) {
  const first: VitalsResults['first'] = { slow: [], plain: [] }
  const room: VitalsResults['room'] = { slow: [], plain: [] }
  for (let round = 0; round < rounds; round++) {
    for (const form of allForms) {
      const visited = await visitFirst(browser, at, form, `first-${form}-${round}`)
      first[form].push(visited)
      say(`${form}, first visit: ${toldOf(visited)}`)
      const token = await newNamed(at, { name: `Reader ${form} ${round}` })
      const long = await visitLong(browser, at, form, token)
      room[form].push(long)
      say(`${form}, long room: ${toldOf(long)}`)
    }
  }
  return { first, room }
}

const toldOf = (figures: FirstVisit | InRoom): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${value >= 10 ? Math.round(value) : Number(value.toFixed(3))}`)
    .join(', ')
