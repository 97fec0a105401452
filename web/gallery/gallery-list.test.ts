import { describe, expect, test } from 'bun:test'
import type { File, GalleryFile } from '#protocol/files.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { afterEvents, keyOf, type List, withPage } from './gallery-list.ts'

const by = { id: 'pada', name: 'Ada', look: 0 }
const file = (id: string, kind: File['kind']): File => ({ id, kind, name: `${id}.x`, type: 'x/y', bytes: 1 })
const posted = (seq: number, ...files: File[]): RoomEvent => ({
  type: 'message.posted',
  seq,
  at: seq,
  by,
  cid: `c${seq}`,
  body: '',
  files,
})
const erased = (message: number): RoomEvent => ({
  type: 'message.erased',
  seq: 99,
  at: 99,
  by,
  cid: 'c99',
  message,
  how: 'recalled',
})
const inPage = (message: number, index: number): GalleryFile => ({
  message,
  index,
  at: message,
  by,
  file: file(`f${message}-${index}`, 'picture'),
})
const keys = ({ files }: List): string[] => files.map(keyOf)

describe('what the page has of a gallery', () => {
  const list: List = { files: [inPage(7, 1), inPage(7, 0), inPage(3, 0)], next: { message: 3, index: 0 } }
  test('what is said comes in front, each kind in its own tab', () => {
    const event = posted(9, file('a', 'picture'), file('b', 'file'), file('c', 'video'))
    expect(keys(afterEvents(list, 'pictures', [event]))).toEqual(['9 2', '9 0', '7 1', '7 0', '3 0'])
    expect(keys(afterEvents({ files: [], next: null }, 'files', [event]))).toEqual(['9 1'])
  })
  test('a message heard twice, or on a page already, is there once', () => {
    const event = posted(7, file('f7-0', 'picture'), file('f7-1', 'picture'))
    expect(afterEvents(list, 'pictures', [event])).toBe(list)
  })
  test('[P-7] what is erased is gone', () => {
    expect(keys(afterEvents(list, 'pictures', [erased(7)]))).toEqual(['3 0'])
    expect(afterEvents(list, 'pictures', [erased(4)])).toBe(list)
  })
  test('pages are put together without doubles', () => {
    const next = withPage(list, { files: [inPage(3, 0), inPage(2, 0)] })
    expect(keys(next)).toEqual(['7 1', '7 0', '3 0', '2 0'])
    expect(next.next).toBeNull()
  })
})
