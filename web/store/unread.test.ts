import { describe, expect, test } from 'bun:test'
import type { MessagePosted } from '#protocol/message-events.ts'
import {
  type Looking,
  noteBack,
  noteEnd,
  noteLost,
  noteMessages,
  noteMissed,
  noteOwn,
  noteSeen,
  noUnread,
} from './unread.ts'

const by = { id: 'pa', name: '青柠', look: 1 }
const posts = (from: number, to: number): MessagePosted[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    seq: from + at,
    at: 0,
    type: 'message.posted',
    by,
    cid: `${from + at}`,
    body: '',
  }))

const here: Looking = { attentive: true, following: true, lineOnScreen: false }
const hidden: Looking = { ...here, attentive: false }
const reading: Looking = { ...here, following: false }

describe('[UX-11] the unread line', () => {
  test('stands above the first message that came while the tab was hidden, and stays', () => {
    let state = noteLost(noUnread)
    state = noteMessages(state, posts(11, 15), hidden)
    expect(state).toMatchObject({ lineAt: 11, away: 5 })
    state = noteSeen(noteBack(state))
    state = noteMessages(state, posts(16, 20), here)
    expect(state).toMatchObject({ lineAt: 11, away: 0 })
    state = noteMessages(noteLost(state), posts(21, 22), hidden)
    expect(state).toMatchObject({ lineAt: 21, away: 2 })
  })
  test('one that was never seen stays the first unread one', () => {
    let state = noteMessages(noteLost(noUnread), posts(11, 12), hidden)
    state = noteMessages(noteLost(noteBack(state)), posts(13, 14), hidden)
    expect(state).toMatchObject({ lineAt: 11, sinceLine: 4 })
  })
  test('never moves under somebody who reads it', () => {
    const placed = noteSeen(noteBack(noteMessages(noteLost(noUnread), posts(11, 12), hidden)))
    expect(noteMessages(placed, posts(13, 13), { ...reading, lineOnScreen: true }).lineAt).toBe(11)
    expect(noteMessages(placed, posts(13, 13), reading).lineAt).toBe(13)
  })
  test('own sending clears it', () => {
    const placed = noteMessages(noteLost(noUnread), posts(11, 12), hidden)
    expect(noteOwn(placed).lineAt).toBeNull()
  })
  test('nothing is unread for somebody who looks at the end', () => {
    expect(noteMessages(noUnread, posts(1, 3), here)).toBe(noUnread)
    expect(noteMessages(noUnread, [], hidden)).toBe(noUnread)
  })
})

describe('[UX-10] the pill', () => {
  test('counts what came below the reader, with the first author', () => {
    const other = posts(52, 60).map((line) => ({ ...line, by: { ...by, id: 'pb' } }))
    let state = noteMessages(noUnread, posts(1, 1), reading)
    state = noteMessages(state, [...posts(2, 41), ...other], reading)
    expect(state).toMatchObject({ below: 50, firstBelow: by, away: 0, lineAt: 1 })
    expect(noteEnd(state)).toMatchObject({ below: 0, firstBelow: null, lineAt: 1 })
  })
  test('[UX-15] counts what was too much to be told', () => {
    expect(noteMissed(noUnread, 1000, reading)).toMatchObject({ below: 1000, away: 0 })
    expect(noteMissed(noUnread, 1000, hidden)).toMatchObject({ below: 0, away: 1000 })
  })
})
