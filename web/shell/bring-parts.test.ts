import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { bringParts } from './bring-parts.ts'

function openShell() {
  const clock = new FakeClock()
  const seen = { anew: 0, whole: false }
  const needs = { after: clock.after.bind(clock), loadAnew: () => void seen.anew++ }
  return { clock, seen, needs }
}
const turns = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

test('a part that never answers keeps the page from being whole for ten seconds, not for ever', async () => {
  const { clock, seen, needs } = openShell()
  const never = () => new Promise(() => {})
  void bringParts([never, () => Promise.resolve()], needs).then(() => (seen.whole = true))
  clock.move(9_999)
  await turns()
  expect(seen.whole).toBe(false)
  clock.move(1)
  await turns()
  expect(seen).toEqual({ whole: true, anew: 0 })
})

test('a part that fails keeps nothing from the others, is asked for again, and then with a new page', async () => {
  const { clock, seen, needs } = openShell()
  const asked = { cut: 0, gone: 0 }
  const cutOnce = () => (asked.cut++ === 0 ? Promise.reject(new Error('cut')) : Promise.resolve())
  const gone = () => Promise.reject(new Error(`gone ${++asked.gone}`))
  await bringParts([cutOnce, gone], needs)
  expect(seen.anew).toBe(0)
  clock.move(3_000)
  await turns()
  expect([asked, seen.anew]).toEqual([{ cut: 2, gone: 2 }, 1])
})
