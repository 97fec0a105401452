import { expect, test } from 'bun:test'
import { Turns } from './turns.ts'

test('so many at a time, the others in their order, and a failure gives its place on', async () => {
  const turns = new Turns(2)
  const began: number[] = []
  const doors = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const all = doors.map(({ promise }, at) =>
    turns
      .take(async () => {
        began.push(at)
        await promise
      })
      .catch(() => {}),
  )
  const settled = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  await settled()
  expect(began).toEqual([0, 1])
  doors[1]?.reject(new Error('failed'))
  await settled()
  expect(began).toEqual([0, 1, 2])
  for (const { resolve } of doors) resolve()
  await Promise.all(all)
  expect(began).toEqual([0, 1, 2, 3, 4])
})
