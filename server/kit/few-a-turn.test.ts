import { expect, test } from 'bun:test'
import { nextTurn } from './clock.ts'
import { FewATurn } from './few-a-turn.ts'

test('two a turn: who comes beyond has the turns after, in order, and others are served in between (P-12)', async () => {
  const few = new FewATurn(2)
  const seen: string[] = []
  const come = async (name: string) => {
    await few.wait()
    seen.push(name)
  }
  const all = ['a', 'b', 'c', 'd', 'e'].map(come)
  await Promise.resolve()
  seen.push('a turn')
  await nextTurn()
  seen.push('a turn')
  await Promise.all(all)
  expect(seen).toEqual(['a', 'b', 'a turn', 'c', 'd', 'a turn', 'e'])
})

test('where few come nobody waits, whenever they come', async () => {
  const few = new FewATurn(2)
  for (let at = 0; at < 5; at++) {
    expect([few.wait(), few.wait()]).toEqual([undefined, undefined])
    await nextTurn()
    await nextTurn()
  }
})
