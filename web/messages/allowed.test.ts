import { describe, expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { formatLeft } from '#web/kit/time.ts'
import { actionsOf, recallLeftMs } from './allowed.ts'
import { type Row, rowOfLine } from './rows.ts'

const ada = { id: 'pa', name: 'Ada', look: 1 }
const at = 1_000_000
const line = { seq: 1, at, type: 'message.posted', by: ada, cid: 'c1', body: 'tea?' } as const
const row: Row = rowOfLine(line, { known: new Map(), wish: undefined, reader: 'pa' })
const seen = (mine: string, afterMs: number, more: Partial<Row> = {}) =>
  actionsOf({ ...row, ...more }, { mine, nowMs: at + afterMs, mayPutOut: false })

describe('what one may do with a message', () => {
  test('[UX-24] it can be taken back at 1:59, and no more at 2:01; the menu counts', () => {
    expect(recallLeftMs(row, at + 119_000)).toBe(1_000)
    expect(recallLeftMs(row, at + 121_000)).toBe(0)
    expect(formatLeft(recallLeftMs(row, at + 48_000))).toBe('1:12')
    // A page whose clock is behind offers no more than there is.
    expect(recallLeftMs(row, at - 60_000)).toBe(limits.recallMs)
  })
  test('the author edits within a day and 30 times, deletes at any time', () => {
    expect(seen('pa', 0)).toContain('edit')
    expect(seen('pa', limits.editMs)).not.toContain('edit')
    expect(seen('pa', limits.editMs)).toContain('erase')
    expect(seen('pa', 0, { edited: { at, times: limits.edits } })).not.toContain('edit')
  })
  test('others neither edit nor delete', () => {
    expect(seen('pb', 0)).toEqual(['reply', 'react', 'forward', 'copyText', 'copyLink', 'pin', 'person'])
  })
  test('files can be downloaded, and without words there are none to copy', () => {
    const files = [{ id: 'f1', kind: 'file', name: 'a.pdf', type: 'x/y', bytes: 1 }] as const
    expect(seen('pb', 0, { files })).toContain('save')
    expect(seen('pb', 0, { files })).toContain('copyText')
    expect(seen('pb', 0, { files, body: '' })).not.toContain('copyText')
  })
  test('[UX-28] who governs the room may put the author out, nobody else', () => {
    const governed = actionsOf(row, { mine: 'pb', nowMs: at, mayPutOut: true })
    expect(governed.slice(-3)).toEqual(['person', 'remove', 'ban'])
    expect(seen('pb', 0)).not.toContain('ban')
  })
  test('what is not in the log yet can only be copied', () => {
    expect(seen('pa', 0, { line: null })).toEqual(['copyText'])
  })
})
