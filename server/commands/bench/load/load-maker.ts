// Plays a crowd for `teahouse bench`, in a process of its own: people with a connection each, some of whom speak. It does
// what it is told over the channel to whoever has started it, and ends with it.
import * as v from 'valibot'
import { Crowd } from './crowd.ts'
import { type Order, order, type Report } from './orders.ts'
import { Talk } from './talk.ts'

const [seat = '0', basePath = ''] = process.argv.slice(2)

const talking: { now: Talk | null } = { now: null }
const crowd = new Crowd({
  seat: Number(seat),
  basePath,
  ears: {
    onMessages: (member, text) => talking.now?.onMessages(member, text),
    onAnswer: (text) => talking.now?.onAnswer(text),
  },
})

async function obey(asked: Order): Promise<Report> {
  switch (asked.do) {
    case 'crowd':
      await crowd.gather(asked)
      return { is: 'gathered', people: crowd.members.length }
    case 'speak': {
      const talk = new Talk(asked, crowd.members)
      talking.now = talk
      return { is: 'spoken', ...(await talk.speak()) }
    }
    case 'hear': {
      if (!talking.now) throw new Error('nobody has spoken')
      return { is: 'heard', lost: crowd.lost, ...(await talking.now.hear(asked.said, asked.patienceMs)) }
    }
  }
}

const say = (told: Report): void => void process.send?.(told)

function fail(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  say({ is: 'failed', code, words: error instanceof Error ? error.message : String(error) })
}

process.on('message', (said: unknown) => {
  obey(v.parse(order, said)).then(say, fail)
})
process.on('disconnect', () => process.exit(0))
process.on('uncaughtException', fail)
// A terminal tells the whole group; whoever has started us decides.
process.on('SIGINT', () => {})
