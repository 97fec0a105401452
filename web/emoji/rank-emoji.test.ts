import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Locale } from '#protocol/people.ts'
import { costMs } from '#tests/kit/cost.ts'
import { readGlyphs, readLanguage } from './emoji-list.ts'
import { rankEmoji } from './rank-emoji.ts'
import { WordIndex } from './word-index.ts'

const read = (name: string) => readFileSync(path.join(import.meta.dir, 'list', name), 'utf8')
const list = readGlyphs(read('glyphs.txt'))
const languages = ['zh-cn.txt', 'en.txt'].map((name) => readLanguage(read(name)))
const words = languages.flatMap((language) => new WordIndex(language).whole())

const find = (query: string, locale: Locale, recents: readonly string[] = []) =>
  rankEmoji({ list, words, locale, recents }, query).map((at) => list[at]?.glyph ?? '')

test.each(['zh-CN', 'en'] as const)('[UX-23] 茶, cha and tea find 🍵, %s', (locale) => {
  for (const query of ['茶', 'cha', 'tea', 'TEA', 'ｔｅａ', ' tea ']) expect(find(query, locale)).toContain('🍵')
  expect(find('茶', locale).slice(0, 4)).toContain('🍵')
  expect(find('tea', locale).slice(0, 4)).toContain('🍵')
})

test('[UX-23] Chinese is found by its sound, whole or begun, and by first letters', () => {
  expect(find('cha', 'zh-CN').slice(0, 3)).toContain('🍵')
  for (const query of ['recha', 'rech', 'rc', '热茶']) expect(find(query, 'zh-CN').slice(0, 5)).toContain('🍵')
  expect(find('zhongguo', 'zh-CN').slice(0, 3)).toContain('🇨🇳')
  // 乐 has two readings, 绿 is typed with v.
  expect(find('yinyue', 'zh-CN')).toContain('🎵')
  expect(find('lvse', 'zh-CN')).toContain('🟢')
  expect(find('lüse', 'zh-CN')).toContain('🟢')
})

test('what is spelled out comes first, then what begins so, then words, then what has it inside', () => {
  const found = find('tea', 'en')
  const [exactly, begins, inside] = ['🍵', '😂', '🥩'].map((glyph) => found.indexOf(glyph))
  expect(exactly).toBeLessThan(begins ?? 0)
  expect(begins).toBeLessThan(inside ?? 0)
  expect(inside).toBeGreaterThan(0)
  expect(find('heart', 'en')[0]).toBe('❤️')
})

test('in an English page pinyin comes last, in a Chinese one before English that only begins so', () => {
  const river = '🚣'
  expect(find('he', 'en').slice(0, 20)).not.toContain(river)
  expect(find('he', 'en')).toContain(river)
  expect(find('he', 'zh-CN').slice(0, 3)).toContain(river)
})

test('several words narrow it down; a code with its colons is one', () => {
  expect(find('red heart', 'en')[0]).toBe('❤️')
  expect(find(':tada:', 'en')[0]).toBe('🎉')
  expect(find('+1', 'zh-CN')).toEqual(['👍'])
})

test('what was used lately comes first among its equals, and not before what was spelled out', () => {
  expect(find('茶', 'zh-CN')[0]).not.toBe('🧋')
  expect(find('茶', 'zh-CN', ['🧋'])[0]).toBe('🧋')
  expect(find('tea', 'en', ['😂'])[0]).not.toBe('😂')
})

test('nothing is found by nothing, and by what nobody said', () => {
  for (const query of ['', '  ', ':', 'zzqqx', '\u0000', '龘', 'a'.repeat(10_000), 'no '.repeat(10_000)]) {
    expect(find(query, 'zh-CN').length).toBeLessThan(query.startsWith('no') ? 300 : 1)
  }
})

test('[HOUSE-13] a letter is answered well within a turn of 50 ms', () => {
  for (const query of ['s', 'x', 'xi', 'xiao', '笑', 'smiling face'])
    expect(
      costMs(() => void find(query, 'zh-CN'), 50),
      query,
    ).toBeLessThan(50)
})

test('[UX-7] words are indexed a slice at a time, and at once for who searches before the last one', () => {
  for (const language of languages) {
    const [ready, begun] = [new WordIndex(language), new WordIndex(language)]
    let slices = 0
    for (; !ready.isWhole; slices++) ready.grow()
    expect(slices).toBeGreaterThan(10)
    begun.grow()
    expect(begun.isWhole).toBe(false)
    expect(begun.whole()).toEqual(ready.whole())
  }
})
