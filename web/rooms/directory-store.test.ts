import { expect, test } from 'bun:test'
import type { CommandInput, CommandReply } from '#protocol/index.ts'
import { Disconnected, Refused } from '#sdk/index.ts'
import { Directory } from './directory-store.ts'

type Wish = CommandInput<'room.directory'>
type Reply = CommandReply<'room.directory'>

const listed = (...ids: string[]): Reply['rooms'] =>
  ids.map((id) => ({ room: { id, name: id, title: id, access: 'open' as const }, people: 1 }))

/** A directory whose questions are answered by hand, on a clock that is moved by hand. */
function openDirectory() {
  const asked: { wish: Wish; answer(reply: Reply): Promise<void>; fail(error: Error): Promise<void> }[] = []
  const timers: { ms: number; run: () => void; on: boolean }[] = []
  const settle = () => new Promise<void>((done) => setImmediate(done))
  const directory = new Directory({
    ask: (wish) =>
      new Promise((resolve, reject) => {
        asked.push({
          wish,
          answer(reply) {
            resolve(reply)
            return settle()
          },
          fail(error) {
            reject(error)
            return settle()
          },
        })
      }),
    after(ms, run) {
      const timer = { ms, run, on: true }
      timers.push(timer)
      return () => {
        timer.on = false
      }
    },
  })
  const pass = () => {
    for (const timer of timers.splice(0)) if (timer.on) timer.run()
  }
  return { directory, asked, timers, pass }
}

const ids = ({ rooms }: Directory) => rooms.value.map(({ room }) => room.id)

test('typing asks once, when it pauses; a late answer to the question before changes nothing', async () => {
  const { directory, asked, pass } = openDirectory()
  directory.askNow()
  directory.type('t')
  directory.type('te ')
  expect(asked.map(({ wish }) => wish)).toEqual([{}])
  pass()
  expect(asked.map(({ wish }) => wish)).toEqual([{}, { text: 'te' }])
  await asked[1]?.answer({ rooms: listed('tea') })
  await asked[0]?.answer({ rooms: listed('a', 'b') })
  expect([ids(directory), directory.phase.value]).toEqual([['tea'], 'done'])
})

test('pages follow one another, and end', async () => {
  const { directory, asked } = openDirectory()
  directory.askNow()
  await asked[0]?.answer({ rooms: listed('a'), next: 'x' })
  directory.more()
  // A second press while the page is on its way asks nothing.
  directory.more()
  expect(asked.map(({ wish }) => wish)).toEqual([{}, { before: 'x' }])
  await asked[1]?.answer({ rooms: listed('b') })
  directory.more()
  expect([ids(directory), asked.length]).toEqual([['a', 'b'], 2])
})

test('what can wait is asked again by itself; a lost line and a failure are told apart', async () => {
  const { directory, asked, timers, pass } = openDirectory()
  directory.askNow()
  await asked[0]?.fail(new Refused({ code: 'rate_limited', retry_after_ms: 2_000 }))
  expect([directory.phase.value, timers.at(-1)?.ms]).toEqual(['busy', 2_000])
  pass()
  await asked[1]?.fail(new Disconnected())
  expect(directory.phase.value).toBe('offline')
  directory.askNow()
  await asked[2]?.fail(new Refused({ code: 'internal' }))
  expect(directory.phase.value).toBe('failed')
})

test('who closes it hears no late answer', async () => {
  const { directory, asked } = openDirectory()
  directory.askNow()
  directory.rest()
  await asked[0]?.answer({ rooms: listed('a') })
  expect([ids(directory), directory.phase.value]).toEqual([[], 'idle'])
})
