import { commands as table } from '#protocol/index.ts'
import { newToken } from '#tests/kit/guest.ts'
import { startServer } from '#tests/kit/server.ts'
import { Dice } from '../dice.ts'
import { fromSchema } from '../from-schema.ts'
import type { Fuzzer } from '../fuzzer.ts'
import { mutatedJson } from '../mutated-json.ts'
import { bringCast } from './cast.ts'
import { faultsOfLog } from './log-faults.ts'

/** So many commands of each are on their way when the server is told to stop. */
const AT_ONCE = 30

/**
 * Commands while a server stops (P-17): a server of its own, which is told to while they are on their way. Each is answered, or its connection
 * closes with a code that says come back; the process ends with 0 in time, and what it has left is in order.
 */
export const draining: Fuzzer = {
  name: 'draining',
  inTests: 200,
  async run({ seed, from, count }) {
    const said = new Map<string, number>()
    const findings: { number: number; what: string; input: string }[] = []
    let inputs = 0
    for (let at = from; inputs < count; at += 1_000) {
      await using server = await startServer({ env: { PUSH: 'off' } })
      const dice = new Dice(seed, at)
      const { speakers, ids, token } = await bringCast({ server, said, landlady: null, scene: at })
      await newToken(server.url)
      const people = Object.values(speakers)
      const speak = () => {
        for (const speaker of people) {
          const [name, { input }] = dice.one(Object.entries(table))
          const right = fromSchema(input, dice, [...ids, token])
          speaker.send(name, dice.oneIn(3) ? mutatedJson(right, dice) : right)
          inputs++
        }
      }
      for (let turn = 0; turn < AT_ONCE; turn++) speak()
      const stopped = server.stop()
      for (let turn = 0; turn < AT_ONCE; turn++) {
        speak()
        await Bun.sleep(0)
      }
      await Promise.all(people.map((speaker) => speaker.settled()))
      const code = await stopped
      const faults = [
        ...people.flatMap((speaker) => speaker.faults),
        ...faultsOfLog(server.dataDir).map((what) => ({ what, text: '' })),
      ]
      findings.push(...faults.map(({ what, text }) => ({ number: at, what, input: text })))
      // One that did not come to its end in time says so with another code.
      if (code !== 0) findings.push({ number: at, what: `ended with ${code}`, input: '' })
    }
    return { inputs, findings, figures: { answers: [...said].map(([what, times]) => `${what} ${times}`).join(', ') } }
  },
}
