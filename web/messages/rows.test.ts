import { describe, expect, test } from 'bun:test'
import type { ShownLine } from '#web/store/lines.ts'
import type { Wish } from '#web/store/wishes.ts'
import { type Row, reactionsOf, rowOfLine } from './rows.ts'

const ada = { id: 'pa', name: 'Ada', look: 1 }
const bob = { id: 'pb', name: 'Bob', look: 2 }
const line: ShownLine = {
  seq: 1,
  at: 1000,
  type: 'message.posted',
  by: bob,
  cid: 'c1',
  body: 'tea?',
  now: { v: 3, reactions: [{ kind: '🍵', count: 2, who: [ada, bob].map(({ id, name }) => ({ id, name })) }] },
}
const wanting = (kind: string, on: boolean): Wish => ({ reactions: new Map([[kind, on]]) })

describe('reactions as they are wished', () => {
  test('as the log has them: oneself apart, others by name', () => {
    expect(reactionsOf(line, undefined, 'pa')).toEqual([{ kind: '🍵', count: 2, mine: true, names: ['Bob'] }])
    expect(reactionsOf(line, undefined, 'px')).toEqual([{ kind: '🍵', count: 2, mine: false, names: ['Ada', 'Bob'] }])
  })
  test('a press shows at once, and is not counted twice when the log tells of it', () => {
    expect(reactionsOf(line, wanting('🍵', true), 'px')[0]).toMatchObject({ count: 3, mine: true })
    expect(reactionsOf(line, wanting('🍵', true), 'pa')[0]).toMatchObject({ count: 2, mine: true })
    expect(reactionsOf(line, wanting('🍵', false), 'pa')[0]).toMatchObject({ count: 1, mine: false })
    expect(reactionsOf(line, wanting('🎉', true), 'pa')[1]).toEqual({ kind: '🎉', count: 1, mine: true, names: [] })
  })
  test('the last one that is taken back takes the pill with it', () => {
    const alone: ShownLine = {
      ...line,
      now: { v: 3, reactions: [{ kind: '🍵', count: 1, who: [{ id: 'pa', name: 'Ada' }] }] },
    }
    expect(reactionsOf(alone, wanting('🍵', false), 'pa')).toEqual([])
  })
})

describe('a row', () => {
  const known = (row: Row) => ({ known: new Map([[row.key, row]]), wish: undefined, reader: 'pa' })
  const row = rowOfLine(line, { known: new Map(), wish: undefined, reader: 'pa' })

  test('is the same object while neither its line nor what is wished of it changes', () => {
    expect(rowOfLine(line, known(row))).toBe(row)
    expect(rowOfLine({ ...line }, known(row))).not.toBe(row)
    expect(rowOfLine(line, { ...known(row), wish: { body: 'x' } })).not.toBe(row)
  })
  test('[UX-24] an edit shows the new words at once, waiting; and what was mentioned before is not any more', () => {
    const mentioning: ShownLine = { ...line, mentions: [{ id: 'pa', name: 'Ada' }] }
    const waiting = rowOfLine(mentioning, { known: new Map(), wish: { body: 'coffee?' }, reader: 'pa' })
    expect(waiting).toMatchObject({ body: 'coffee?', state: 'waiting', edited: null })
    const edited = rowOfLine({ ...mentioning, now: { v: 4, edited: { at: 5, body: 'coffee?', times: 1 } } }, known(row))
    expect(edited).toMatchObject({ body: 'coffee?', state: 'stored', edited: { at: 5, times: 1 }, mentions: [] })
  })
})
