import { describe, expect, test } from 'bun:test'
import type { MessageChange, MessagePosted } from '#protocol/message-events.ts'
import { bodyOf, foldInto, isErased, isOwnReaction, linesOf, placeOf, type ShownLine } from './lines.ts'

const ada = { id: 'pa', name: 'Ada', look: 1 }
const bob = { id: 'pb', name: 'Bob', look: 2 }
const post = (seq: number, by = ada): MessagePosted => ({
  seq,
  at: seq * 1000,
  type: 'message.posted',
  by,
  cid: `c${seq}`,
  body: `${seq}`,
  re: 1,
})
const origin = (seq: number, message: number, by = ada) => ({ seq, at: seq * 1000, by, cid: `c${seq}`, message })
const edit = (seq: number, message: number, body: string): MessageChange => ({
  ...origin(seq, message),
  type: 'message.edited',
  body,
})
const react = (seq: number, message: number, by = ada, on = true): MessageChange => ({
  ...origin(seq, message, by),
  type: 'message.reacted',
  kind: '🍵',
  on,
})
const erase = (seq: number, message: number): MessageChange => ({
  ...origin(seq, message),
  type: 'message.erased',
  how: 'recalled',
})
const fold = (lines: readonly ShownLine[], ...changes: MessageChange[]) =>
  changes.reduce<readonly ShownLine[]>((sum, change) => foldInto(sum, change, 'pa'), lines)
const lines = [post(1), post(3), post(4)]

describe('lines and their changes', () => {
  test('a change finds its line; other lines stay the same objects', () => {
    const [first, second, third] = fold(lines, edit(5, 3, 'new words'))
    expect(second && bodyOf(second)).toBe('new words')
    expect(first).toBe(lines[0] ?? post(0))
    expect(third).toBe(lines[2] ?? post(0))
  })

  test('a change of what is not held changes nothing', () => {
    expect(fold(lines, edit(5, 2, 'x'), erase(6, 9))).toBe(lines)
  })

  test('what the state knows already changes nothing (P-11)', () => {
    const once = fold(lines, edit(5, 3, 'new words'))
    expect(fold(once, edit(5, 3, 'new words'))).toBe(once)
  })

  test('[P-7] of an erased message nothing remains in the memory of the page', () => {
    const [, gone] = fold(lines, edit(5, 3, 'a secret'), react(6, 3, bob), erase(7, 3))
    expect(gone && isErased(gone)).toBe(true)
    expect(gone && bodyOf(gone)).toBe('')
    expect(JSON.stringify(gone)).not.toMatch(/secret|"3"|re"|🍵/)
  })

  test('own reactions are known by name, and by number where the names are too many', () => {
    const [, line] = fold(lines, react(5, 3, bob), react(6, 3))
    const [tea] = line?.now?.reactions ?? []
    expect(line && tea && isOwnReaction(line, tea, 'pa')).toBe(true)
    const crowd = { kind: '🍵', count: 99, who: [{ id: 'pb', name: 'Bob' }] }
    const many: ShownLine = { ...post(1), now: { v: 9, reactions: [crowd] } }
    const [told] = linesOf({ lines: [many], mine: [[1, '🍵']] }, { changes: [], reader: 'pa' })
    expect(told && isOwnReaction(told, crowd, 'pa')).toBe(true)
    const [after] = told ? fold([told], react(10, 1, ada, false)) : []
    expect(after && isOwnReaction(after, crowd, 'pa')).toBe(false)
  })

  test('what was heard while a page travelled is in it, once', () => {
    const page = { lines: [{ ...post(3), now: { v: 5 } }, post(4)], mine: [] }
    const changes = [edit(5, 3, 'known to the page'), edit(6, 3, 'newer'), react(7, 4, bob)]
    const [edited, reacted] = linesOf(page, { changes, reader: 'pa' })
    expect(edited && bodyOf(edited)).toBe('newer')
    expect(edited?.now?.edited?.times).toBe(1)
    expect(reacted?.now?.reactions?.[0]?.count).toBe(1)
  })

  test('the place of a number among numbers with holes', () => {
    expect([0, 1, 2, 3, 4, 5].map((seq) => placeOf(lines, seq))).toEqual([0, 0, 1, 1, 2, 3])
  })
})
