import { commands as table } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Dice } from '../dice.ts'
import { fromSchema } from '../from-schema.ts'
import { ENOUGH, type Finding, type Fuzzer, type Order } from '../fuzzer.ts'
import { mutatedText } from '../hostile-text.ts'
import { mutatedJson } from '../mutated-json.ts'
import { bringCast, type Cast, type State, states } from './cast.ts'
import { faultsOfLog } from './log-faults.ts'
import { Speaker } from './speaker.ts'

/** Commands of a scene: then people and rooms are new ones, for many have left, been deleted or closed what there was. */
const A_SCENE = 400
/** So many are on their way at once. */
const AT_ONCE = 24
const names = Object.entries(table)

/**
 * (b) Commands that are right, and commands that were, by people in every state (promises.md 5). Each gets one answer: a reply of the shape
 * that the protocol describes, or a refusal of the table, never `internal`; or its connection closes with a code of the list.
 */
export const commands: Fuzzer = {
  name: 'commands',
  inTests: 800,
  async run(order) {
    const server = await order.world.server()
    const landlady = await claim(server)
    const play: Play = { server, said: new Map(), landlady, findings: [], inputs: 0 }
    const last = order.from + order.count
    for (let from = order.from; from < last && play.findings.length < ENOUGH; from += A_SCENE)
      await scene(play, order, from, Math.min(last, from + A_SCENE))
    const findings = [
      ...play.findings,
      ...faultsOfLog(server.dataDir).map((what) => ({ number: order.from, what, input: '' })),
    ]
    const answers = [...play.said].sort(([, one], [, other]) => other - one).map(([what, count]) => `${what} ${count}`)
    return { inputs: play.inputs, findings, figures: { commands: names.length, answers: answers.join(', ') } }
  },
}

type Play = {
  server: TestServer
  said: Map<string, number>
  landlady: string | null
  findings: Finding[]
  inputs: number
}

async function scene(play: Play, { seed }: Order, from: number, to: number): Promise<void> {
  const cast = await bringCast({ ...play, scene: from })
  for (let at = from; at < to; at += AT_ONCE) {
    for (let number = at; number < Math.min(to, at + AT_ONCE); number++) {
      await speak(play, cast, new Dice(seed, number))
      play.inputs++
    }
    await Promise.all(Object.values(cast.speakers).map((speaker) => speaker.settled()))
    for (const [state, speaker] of Object.entries(cast.speakers))
      for (const { what, text } of speaker.faults.splice(0))
        play.findings.push({ number: from, what: `${state}: ${what}`, input: text })
  }
  for (const speaker of Object.values(cast.speakers)) speaker.close()
}

async function speak(play: Play, { speakers, ids }: Cast, dice: Dice): Promise<void> {
  const state = dice.one(states)
  if (speakers[state].closed !== null) speakers[state] = await again(play)
  const speaker = speakers[state]
  const [name, { input }] = dice.one(mayBeSaid(state))
  const right = fromSchema(input, dice, ids)
  if (dice.oneIn(16)) return speaker.sendNonsense(nonsense(JSON.stringify([1, name, right]), dice))
  const said = dice.oneIn(2) ? right : mutatedJson(right, dice)
  if (JSON.stringify(said).length * 3 < limits.commandBytes) speaker.send(name, said)
}

/** Nobody else could own the house again. */
const mayBeSaid = (state: State) => names.filter(([name]) => name !== 'me.delete' || state !== 'landlady')

/** Somebody new in the place of who was sent away. */
async function again({ server, said }: Play): Promise<Speaker> {
  const speaker = await Speaker.open(server, said)
  await speaker.ok('hello', { v: 1, token: await newToken(server.url) })
  return speaker
}

/** What cannot be read as a command: its envelope is broken, or it is no JSON, or nobody knows its name. */
function nonsense(frame: string, dice: Dice): string {
  const text = mutatedText(frame, dice).toWellFormed().slice(0, 20_000)
  return isCommand(text) ? `${text.slice(0, -1)},1]` : text
}

function isCommand(text: string): boolean {
  try {
    const frame: unknown = JSON.parse(text)
    return Array.isArray(frame) && frame.length === 3
  } catch {
    return false
  }
}

let claimed: Promise<string> | null = null
/** The token of whoever owns the house, once a process. */
async function claim(server: TestServer): Promise<string> {
  claimed ??= (async () => {
    const token = await newToken(server.url)
    const speaker = await Speaker.open(server, new Map())
    await speaker.ok('hello', { v: 1, token })
    await speaker.ok('profile.set', { name: 'a landlady', look: 1 })
    await speaker.ok('owner.claim', { code: await claimCode(server) })
    speaker.close()
    return token
  })()
  return claimed
}
