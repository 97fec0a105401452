import { describe, expect, test } from 'bun:test'
import type { File } from '#protocol/files.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import type { ShownLine } from '#web/store/lines.ts'
import { iconOf } from './file-icon.ts'
import { endingOf, splitName } from './file-name.ts'
import { nextVoiceIn } from './next-voice.ts'
import { fitWave, wavePath } from './wave-path.ts'

describe('a name that is too long', () => {
  test('keeps its ending and what stands before it', () => {
    expect(splitName('quarterly report final-v3.xlsx')).toEqual(['quarterly report fin', 'al-v3.xlsx'])
    expect(splitName('a.zip')).toEqual(['', 'a.zip'])
    expect(splitName('README')).toEqual(['R', 'EADME'])
    expect(splitName('.gitignore')).toEqual(['.giti', 'gnore'])
    expect(splitName('')).toEqual(['', ''])
  })
  test('is never cut inside a character', () => {
    const family = '👩‍👩‍👧‍👦'
    expect(splitName(`${family.repeat(7)}.png`)).toEqual([family.repeat(2), `${family.repeat(5)}.png`])
  })
  test('a dot far from the end is no ending', () => {
    expect(endingOf('Tea.house of the west')).toBe('')
    expect(endingOf('map.PDF')).toBe('pdf')
    expect(iconOf({ kind: 'file', name: 'map.PDF' })).toBe('file-text')
    expect(iconOf({ kind: 'file', name: 'constructor' })).toBe('file')
    expect(iconOf({ kind: 'file', name: 'x.constructor' })).toBe('file')
  })
})

test('sizes are as people read them', () => {
  expect(formatBytes(0, 'en')).toBe('0 B')
  expect(formatBytes(980, 'en')).toBe('980 B')
  expect(formatBytes(1_400_000, 'en')).toBe('1.4 MB')
  expect(formatBytes(912_345, 'en')).toBe('912 kB')
  expect(formatBytes(999_960, 'en')).toBe('1 MB')
  expect(formatBytes(26_214_400, 'zh-CN')).toBe('26 MB')
})

describe('a waveform', () => {
  test('has a stroke a step, within its height', () => {
    const path = wavePath([0, 31, 99])
    expect(path.match(/M/g)).toHaveLength(3)
    for (const [, y] of path.matchAll(/[ V](\d+\.\d)/g)) {
      expect(Number(y)).toBeGreaterThanOrEqual(0)
      expect(Number(y)).toBeLessThanOrEqual(24)
    }
  })
  test('fits into fewer steps, and keeps what is loud', () => {
    expect(fitWave([1, 9, 2, 3], 2)).toEqual([9, 3])
    expect(fitWave([1, 2], 36)).toEqual([1, 2])
    expect(Math.max(...fitWave([...Array(63).fill(0), 31], 36))).toBe(31)
  })
})

describe('the next voice', () => {
  const person = (id: string) => ({ id, name: id, look: 0 })
  const voice = (id: string): File => ({ id, kind: 'voice', name: 'v.webm', type: 'audio/webm', bytes: 1 })
  const line = (seq: number, by: string, ids: readonly string[], more: Partial<ShownLine> = {}) =>
    ({
      seq,
      at: seq,
      by: person(by),
      cid: `c${seq}`,
      type: 'message.posted',
      body: '',
      files: ids.map(voice),
      ...more,
    }) as ShownLine
  test('is the same person’s, below, and not one that was erased', () => {
    const gone = { now: { v: 9, erased: { how: 'recalled', by: person('ada'), at: 1 } } } as Partial<ShownLine>
    const lines = [
      line(1, 'ada', ['a', 'b']),
      line(2, 'bob', ['c']),
      line(4, 'ada', ['d'], gone),
      line(5, 'ada', ['e']),
    ]
    expect(nextVoiceIn(lines, voice('a'), 1)).toEqual({ file: voice('b'), seq: 1 })
    expect(nextVoiceIn(lines, voice('b'), 1)).toEqual({ file: voice('e'), seq: 5 })
    expect(nextVoiceIn(lines, voice('e'), 5)).toBeNull()
    expect(nextVoiceIn(lines, voice('c'), 2)).toBeNull()
    expect(nextVoiceIn(lines, { ...voice('a'), kind: 'audio' }, 1)).toBeNull()
    expect(nextVoiceIn(lines, voice('x'), 99)).toBeNull()
  })
})
