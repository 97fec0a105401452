import { expect, test } from 'bun:test'
import type { MyRoom } from '#protocol/reading.ts'
import { sumOf, waitingIn } from './waiting-in.ts'

const hill: MyRoom = {
  room: { id: 'r1', name: 'hill', title: 'Hill', access: 'link' },
  read: 10,
  read_lines: 8,
  lines: 15,
  head: 19,
  mentions: 2,
  first_mention: 12,
}
const chat: MyRoom = {
  ...hill,
  room: { id: 'r2', name: '~x', title: '', access: 'private', kind: 'chat' },
  mentions: 0,
}

test('[UX-25] a room tells by its level: by default what is for the reader', () => {
  expect(waitingIn(hill)).toEqual({ count: 2, forMe: 2 })
  expect(waitingIn({ ...hill, level: 'all' })).toEqual({ count: 7, forMe: 2 })
  expect(waitingIn({ ...hill, level: 'none' })).toEqual({ count: 0, forMe: 0 })
})

test('[UX-25] in a private chat everything is for the reader, unless it was told to be quiet', () => {
  expect(waitingIn(chat)).toEqual({ count: 7, forMe: 7 })
  expect(waitingIn({ ...chat, level: 'mentions' })).toEqual({ count: 0, forMe: 0 })
  expect(waitingIn({ ...chat, level: 'none' })).toEqual({ count: 0, forMe: 0 })
})

test('counts of rooms add up, and a count that came late is never below nothing', () => {
  expect(sumOf([waitingIn(hill), waitingIn(chat)])).toEqual({ count: 9, forMe: 9 })
  expect(waitingIn({ ...chat, lines: 3 })).toEqual({ count: 0, forMe: 0 })
})
