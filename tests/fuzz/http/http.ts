import { refusals } from '#protocol/refusals.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { bringCast } from '../commands/cast.ts'
import { Dice } from '../dice.ts'
import { ENOUGH, type Finding, type Fuzzer } from '../fuzzer.ts'
import { Addresses } from './addresses.ts'
import { converse, type Heard, type HttpAnswer } from './conversation.ts'
import { type Asked, makeRequest } from './make-request.ts'

/** Connections at a time. */
const AT_ONCE = 24
const MOST_PIPELINED = 4
const SHOWN = 400

/** What no stranger is told: where our files are, what broke in them, what runs here (T-59). */
const TALKS =
  /\bat .{0,80}\.(?:ts|js):\d|node_modules|\/server\/\w+\.ts|\bBun\b.{0,20}\d|sqlite|SQLITE|TypeError|RangeError|ReferenceError/

/**
 * (c) Requests to every address of the gateway (promises.md 5). What is whole is answered, or its connection is closed; nothing is answered
 * with 5xx but a refusal that says so; no answer tells of what is inside.
 */
export const http: Fuzzer = {
  name: 'http',
  inTests: 600,
  async run({ seed, from, count, world }) {
    const server = await world.server()
    const cast = await bringCast({ server, said: new Map(), landlady: null, scene: from })
    const { token, room } = cast
    const begun = await new Uploader(server, token).opens(room, { name: 'begun.txt', bytes: 100_000 })
    const addresses = new Addresses([...cast.ids, begun.id])
    const findings: Finding[] = []
    const statuses = new Map<number, number>()
    for (let at = from; at < from + count && findings.length < ENOUGH; at += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, from + count - at) }, (_, index) => at + index)
      const heard = await Promise.all(numbers.map((number) => play(server, addresses, token, new Dice(seed, number))))
      for (const [index, one] of heard.entries()) {
        for (const { status } of one.heard.answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const input = JSON.stringify(Buffer.concat(one.asked.map(({ bytes }) => bytes)).toString('latin1')).slice(
          0,
          SHOWN,
        )
        for (const what of faultsOf(one)) findings.push({ number: at + index, what, input })
      }
    }
    for (const speaker of Object.values(cast.speakers)) speaker.close()
    const told = [...statuses].sort(([one], [other]) => one - other).map(([status, times]) => `${status} × ${times}`)
    return { inputs: count, findings, figures: { addresses: addresses.count, answers: told.join(', ') } }
  },
}

type Played = { asked: Asked[]; heard: Heard }

async function play(server: TestServer, addresses: Addresses, token: string, dice: Dice): Promise<Played> {
  const asked = dice.some(dice.oneIn(6) ? 2 + dice.below(MOST_PIPELINED - 1) : 1, () =>
    makeRequest(addresses, token, dice),
  )
  return { asked, heard: await converse(server.port, asked, dice) }
}

function faultsOf({ asked, heard }: Played): string[] {
  const faults = heard.answers.flatMap(faultsOfAnswer)
  if (heard.silent) faults.push(`${asked.length} whole requests, ${heard.answers.length} answers`)
  return faults
}

export function faultsOfAnswer({ status, head, headers, body }: HttpAnswer): string[] {
  const text = body.subarray(0, 4_096).toString('latin1')
  const faults: string[] = []
  if (status === 0) faults.push(`no HTTP: ${head.slice(0, 80)}`)
  if (status >= 500 && !isRefusal(status, text)) faults.push(`${status}: ${text.slice(0, 120)}`)
  const isOurs = headers.has('x-content-type-options')
  // What the page itself is made of may hold any word.
  if (!headers.has('etag') && TALKS.test(text)) faults.push(`${status} tells what is inside: ${text.slice(0, 200)}`)
  if (status !== 101 && !isOurs && body.length > 0)
    faults.push(`${status} without our headers: ${head.slice(0, 200)} ${text.slice(0, 80)}`)
  return faults
}

function isRefusal(status: number, text: string): boolean {
  // The runtime's word for a first line that is none of HTTP 1: nothing of ours was asked.
  if (status === 505 && text === '') return true
  if (status === 503 && text === 'not ready\n') return true
  return Object.entries(refusals).some(
    ([code, { http }]) => code !== 'internal' && http === status && text.includes(`"code":"${code}"`),
  )
}
