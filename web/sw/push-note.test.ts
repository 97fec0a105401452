import { expect, test } from 'bun:test'
import { isNote } from './push-note.ts'

const note = { title: 'a', body: 'b', room: '', id: 'r', tag: 't', lang: 'en', seq: 7, badge: 1 }

test('only what has all members of their kinds is a note', () => {
  expect(isNote({ ...note, newer: true })).toBe(true)
  for (const name of Object.keys(note)) {
    expect([name, isNote({ ...note, [name]: undefined }), isNote({ ...note, [name]: {} })]).toEqual([
      name,
      false,
      false,
    ])
  }
  for (const other of [null, undefined, 1, 'x', [], {}, { ...note, seq: '7' }]) expect(isNote(other)).toBe(false)
})
