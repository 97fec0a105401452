// Clients on bare sockets, in a process of its own, who all go and all come back at once, without the patience that real clients have.
//   bun returners.ts <port> <rooms> <count> <file of tokens, or - for a bare loop>
// Says {"here": n} when all are in. `cut` ends all lines: {"cut": n}. `back <json list>`, by room the number up to which each must have
// everything: {"back": [ms since 1970 of each], "notResumed": n, "lost": n, "doubled": n, "again": n}.
import { readFileSync } from 'node:fs'
import { type Faults, Line, type Memory } from './line.ts'

const [port = '0', rooms = '1', count = '0', file = '-'] = process.argv.slice(2)
/** Of each kind of server as many: what one has not accepted yet waits for it. */
const AT_ONCE = 256
const none: Faults = { notResumed: 0, lost: 0, doubled: 0, again: 0 }
const faults: Faults = { ...none }
const tokens = file === '-' ? [] : readFileSync(file, 'utf8').trim().split('\n')
const roomOf = (n: number): number => n % Number(rooms)

const lines = Array.from({ length: Number(count) }, (_, n) => {
  const roomName = `return-${roomOf(n)}`
  const memory: Memory | null =
    file === '-' ? null : { token: tokens[n] ?? '', name: `back ${n}`, roomName, room: '', epoch: '', cursor: 0 }
  return new Line(memory, faults)
})

/** Resolves with when each was there, on the clock that all processes share. */
async function comeAll(targets: readonly number[]): Promise<number[]> {
  const there: number[] = []
  let next = 0
  async function bring(): Promise<void> {
    for (let line = lines[next]; line; line = lines[next]) {
      const one = line
      const n = next++
      const isThere = Promise.withResolvers<void>()
      one.target = targets[roomOf(n)] ?? 0
      one.onThere = () => {
        there.push(Date.now())
        isThere.resolve()
      }
      one.connect(Number(port))
      await isThere.promise
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, bring))
  return there
}

const say = (words: object): void => console.log(JSON.stringify(words))

await comeAll([])
say({ here: lines.length })
for await (const order of console) {
  if (order === 'cut') {
    for (const line of lines) line.cut()
    say({ cut: lines.length })
  } else if (order.startsWith('back ')) {
    Object.assign(faults, none)
    const targets: unknown = JSON.parse(order.slice('back '.length))
    const back = await comeAll(Array.isArray(targets) ? targets.map(Number) : [])
    say({ back, ...faults })
  }
}
process.exit(0)
