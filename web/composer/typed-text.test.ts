import { describe, expect, test } from 'bun:test'
import { costMs } from '#tests/kit/cost.ts'
import { looksAlike, measure } from './typed-text.ts'

describe('what is typed', () => {
  test('counts code points after NFC, as the server does', () => {
    expect(measure('𠮷'.repeat(10), 10)).toMatchObject({ count: 10, over: 0, near: true, maySend: true })
    expect(measure('e\u0301'.repeat(10), 10)).toMatchObject({ count: 10, over: 0 })
    expect(measure('茶'.repeat(13), 10)).toMatchObject({ over: 3, maySend: false })
  })
  test('shows the counter from 80 %', () => {
    expect(measure('a'.repeat(3199), 4000).near).toBe(false)
    expect(measure('a'.repeat(3200), 4000).near).toBe(true)
    expect(measure('a'.repeat(4001), 4000)).toMatchObject({ over: 1, maySend: false })
  })
  test('nothing but space is nothing', () => {
    expect(measure(' \n\t\u3000 ', 100).maySend).toBe(false)
    expect(measure('', 100).maySend).toBe(false)
  })
  test('nor is what nobody sees, which the server refuses; a sign among it is', () => {
    const unseen = ['\u200b', '\u2060\u200d', '\u202e\u2066', '\u3164', '\u2800', '\ufe0f', '\u00ad']
    expect(unseen.filter((text) => measure(text, 100).maySend)).toEqual([])
    expect(measure('\u200b茶', 100).maySend).toBe(true)
  })
  test('most letters change nothing that the page shows', () => {
    const alike = (one: string, other: string) => looksAlike(measure(one, 10), measure(other, 10))
    expect(['a', 'ab', 'abcdefg'].map((text) => alike('a', text))).toEqual([true, true, true])
    expect([alike('', 'a'), alike('a', 'abcdefgh'), alike('abcdefgh', 'abcdefghi')]).toEqual([false, false, false])
  })
  test('space around the lines goes, inside it stays', () => {
    expect(measure('\n  \n  a\n\n b  \n\n', 100).body).toBe('  a\n\n b')
  })
  test('[T-62] many spaces take linear time', () => {
    for (const spaces of [' '.repeat(200_000), `${' \n'.repeat(100_000)}a`])
      expect(costMs(() => void measure(spaces, 4000), 100)).toBeLessThan(100)
  })
})
