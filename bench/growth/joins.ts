import { quantile } from '../statistics.ts'
import { Visitor } from './visitor.ts'

/** What the answer to a join weighs and how long it took; the room has its 50 newest lines. */
export type JoinFigures = { bytes: number; p50: number; most: number; joins: number }

const LINES = 50
const JOINS = 30

/** Joins and leaves the room of the crowd again and again. */
export async function measureJoins(port: number, token: string): Promise<JoinFigures> {
  const visitor = await Visitor.enter(port, token, 'visitor')
  try {
    const room = await visitor.open('bench-0')
    await visitor.ask('room.join', { room })
    for (let n = 0; n < LINES; n++) {
      await visitor.ask('message.post', { room, cid: crypto.randomUUID(), body: 'x'.repeat(120) })
    }
    await visitor.ask('room.leave', { room })
    const answers = []
    for (let n = 0; n < JOINS; n++) {
      answers.push(await visitor.ask('room.join', { room }))
      await visitor.ask('room.leave', { room })
    }
    const took = answers.map(({ ms }) => ms)
    const bytes = quantile(
      answers.map((one) => one.bytes),
      0.5,
    )
    return { bytes, p50: quantile(took, 0.5), most: Math.max(...took), joins: JOINS }
  } finally {
    visitor.leave()
  }
}
