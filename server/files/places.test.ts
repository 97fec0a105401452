import { expect, test } from 'bun:test'
import { Refusal } from '#server/kit/refusal.ts'
import { Places } from './places.ts'

test('[HOUSE-12] so many at once, the others in their order, too many are refused; who fails gives its place on', async () => {
  const places = new Places({ atOnce: 2, waiting: 2 })
  const ends: PromiseWithResolvers<void>[] = []
  const began: number[] = []
  const start = (n: number) =>
    places.taken(() => {
      began.push(n)
      ends[n] = Promise.withResolvers()
      return ends[n].promise
    })
  const all = [0, 1, 2, 3].map(start)
  expect(began).toEqual([0, 1])
  await expect(start(4)).rejects.toBeInstanceOf(Refusal)
  ends[1]?.reject(new Error('broken'))
  await expect(all[1]).rejects.toThrow('broken')
  expect(began).toEqual([0, 1, 2])
  ends[0]?.resolve()
  await all[0]
  expect(began).toEqual([0, 1, 2, 3])
  ends[2]?.resolve()
  ends[3]?.resolve()
  await Promise.all([all[2], all[3]])
  await places.taken(async () => began.push(5))
  expect(began).toEqual([0, 1, 2, 3, 5])
})
