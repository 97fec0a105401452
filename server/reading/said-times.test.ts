import { expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { openReadingHouse } from '#tests/kit/reading-house.ts'

test('[PERF-2] when something was said last is kept for the directory, some seconds later and at a stop', async () => {
  const house = await openReadingHouse()
  for (const room of ['r1', 'r2']) await house.makeRoom(room)
  const said = (rooms: Record<string, number>) =>
    house.reading.hearSaid(new Map(Object.entries(rooms).map(([room, at]) => [room, { head: 1, lines: 1, at }])))
  const times = async () => {
    await house.storage.write(async () => {})
    await nextTurn()
    return (await house.storage.read<{ said_ms: number | null }[]>`select said_ms from rooms order by id`).map(
      ({ said_ms }) => said_ms,
    )
  }
  said({ r1: 5 })
  house.reading.sweep()
  expect(await times()).toEqual([5, null])
  // Not at once again: a busy room is a write every two seconds, not one a message.
  said({ r1: 6, r2: 6 })
  house.reading.sweep()
  expect(await times()).toEqual([5, null])
  house.clock.move(2_000)
  house.reading.sweep()
  expect(await times()).toEqual([6, 6])
  // Where people talk meanwhile, too: it is the next write's.
  said({ r1: 8 })
  house.clock.move(2_000)
  house.reading.sweep()
  said({ r1: 9 })
  for (let commit = 0; commit < 3; commit++) expect(await times()).toEqual([8, 6])
  house.clock.move(2_000)
  house.reading.sweep()
  expect(await times()).toEqual([9, 6])
  said({ r2: 7 })
  house.reading.flush()
  expect(await times()).toEqual([9, 7])
  expect(house.errors).toEqual([])
  await house.close()
})
