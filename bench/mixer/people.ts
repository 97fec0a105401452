// People who answer, react and mention: `bun bench/mixer/people.ts PORT RATE ROOM`, until a line comes. It writes one when it
// has begun, and one that says how often somebody did something.
import { bringGuest } from '#tests/kit/guest.ts'

const [port = '0', rate = '60', room = ''] = process.argv.slice(2)
const PEOPLE = 6
const KINDS = ['👍', '🍵', '😂', '❤️', '🎉', '👀']

const at = { url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` }
const people = await Promise.all(
  Array.from({ length: PEOPLE }, (_, n) => bringGuest(at, { name: `Mixer ${n}`, look: n * 100, room })),
)
const [first] = people
if (!first) throw new Error('nobody came')
const ids = people.flatMap(({ client }) => (client.status.name === 'online' ? [client.status.welcome.me.id] : []))
let newest = 0
first.room.listen({
  events(events) {
    for (const { seq, type } of events) if (type === 'message.posted') newest = seq
  },
})
await first.says('the mixers are here')

let turn = 0
let done = 0
const failed = (error: unknown): never => {
  console.error(error)
  process.exit(1)
}

/** A reply, a reaction and a mention in turn. */
function mix(): void {
  const who = turn % PEOPLE
  const here = people[who]?.room
  if (!here) return
  const what = turn++ % 3
  done++
  if (what === 0) here.post('an answer to what was said a moment ago, neither long nor short', { re: newest })
  else if (what === 1) {
    const kind = KINDS[Math.floor(turn / 3) % KINDS.length] ?? '👍'
    here.react(newest, kind, true).catch(failed)
  } else {
    const other = (who + 1) % PEOPLE
    here.post(`@Mixer ${other} have a look at this, please`, { mentions: ids.slice(other, other + 1) })
  }
}
const timer = setInterval(mix, 1_000 / Number(rate))
console.log('begun')
for await (const _ of console) break
clearInterval(timer)
console.log(String(done))
process.exit(0)
