import { afterAll, expect, test } from 'bun:test'
import { effect } from '@preact/signals'
import { openModel } from '#tests/kit/client-on-model.ts'
import { elsewhere, nothingWaits } from '#web/store/room-levels.ts'
import { client, me, turnToRoom } from '#web/store/session.ts'
import { startTimeline, timeline } from '#web/store/timeline-store.ts'
import { marksOf } from './title-mark.ts'
import { waiting, waitingHere } from './waiting.ts'

afterAll(() => {
  client.value = null
  me.value = null
  elsewhere.value = nothingWaits
})

test('[UX-25] what waits is counted when it changes, and not with each change of the log', async () => {
  startTimeline()
  const { world, server, connect } = openModel()
  client.value = connect()
  me.value = { id: 'pada', name: 'ada', look: 1, entered: true }
  turnToRoom('tea')
  await world.pass(100)
  let counted = 0
  const stop = effect(() => {
    void waiting.value
    counted++
  })
  for (const words of ['one', 'two', 'three']) {
    server.says('tea', words)
    await world.pass(100)
  }
  expect(timeline.peek().lines.length).toBe(3)
  expect(counted).toBe(1)
  elsewhere.value = { count: 2, forMe: 1 }
  expect(counted).toBe(2)
  stop()
})

test('[UX-25] of the room on the page title and icon tell what its level lets through', () => {
  const five = { count: 5, forMe: 2 }
  expect(waitingHere(five, null)).toEqual(five)
  expect(waitingHere(five, 'all')).toEqual(five)
  expect(waitingHere(five, 'mentions')).toEqual({ count: 2, forMe: 2 })
  expect(waitingHere(five, 'none')).toEqual({ count: 0, forMe: 0 })
  expect(waitingHere({ ...five, atLeast: true }, 'all')).toEqual({ ...five, atLeast: true })
  // Those for the reader are counted one by one.
  expect(waitingHere({ ...five, atLeast: true }, 'mentions').atLeast).toBeFalsy()
})

test.each([
  [{ count: 5, forMe: 0 }, '5'],
  [{ count: 5, forMe: 2 }, '@2 · 5'],
  [{ count: 2, forMe: 2 }, '@2'],
  [{ count: 100, forMe: 100 }, '@99+'],
  [{ count: 120, forMe: 2 }, '@2 · 99+'],
  [{ count: 50, forMe: 0, atLeast: true }, '50+'],
  [{ count: 50, forMe: 2, atLeast: true }, '@2 · 50+'],
  [{ count: 500, forMe: 0, atLeast: true }, '99+'],
])('[UX-25] [UX-15] %j stands in the title as %s', (waits, marks) => {
  expect(marksOf(waits, String)).toBe(marks)
})
