import { describe, expect, test } from 'bun:test'
import type { MessagePosted } from '#protocol/message-events.ts'
import { type Looking, noteBack, noteLost, noteMessages, noteSeen, noUnread } from '#web/store/unread.ts'
import { noteMark, noteRead } from './mark-in-unread.ts'

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

describe('[UX-11] [P-34] the mark that the server keeps', () => {
  test('places the line when the room opens, with the number of what was not read on any device', () => {
    expect(noteMark(noUnread, { read: 40, count: 7 })).toMatchObject({ lineAt: 41, lineSeen: false, sinceLine: 7 })
    expect(noteMark(noUnread, { read: 40, count: 0 })).toBe(noUnread)
  })
  test('takes the place of a line that was put before the mark was known, unless it was seen', () => {
    const placed = noteMessages(noteLost(noUnread), posts(51, 52), hidden)
    expect(noteMark(placed, { read: 40, count: 9 })).toMatchObject({ lineAt: 41, sinceLine: 9, away: 2 })
    const seen = noteSeen(noteBack(placed))
    expect(noteMark(seen, { read: 40, count: 9 })).toBe(seen)
  })
  test('read on another device: what waits here is read, and the line with it', () => {
    const placed = noteMessages(noteLost(noUnread), posts(51, 55), hidden)
    expect(noteRead(placed, { read: 55, count: 0 }, hidden)).toEqual(noUnread)
    expect(noteRead(placed, { read: 53, count: 2 }, hidden)).toMatchObject({ lineAt: 54, away: 2, sinceLine: 2 })
    // A mark from before the line says nothing about it.
    expect(noteRead(placed, { read: 45, count: 9 }, hidden)).toMatchObject({ lineAt: 51, away: 5, sinceLine: 5 })
  })
  test('never moves the line under somebody who looks', () => {
    const placed = noteBack(noteMessages(noteLost(noUnread), posts(51, 55), hidden))
    expect(noteRead(placed, { read: 55, count: 0 }, here)).toBe(placed)
  })
})
