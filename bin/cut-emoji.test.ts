import { expect, test } from 'bun:test'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { readGlyphs, readLanguage } from '#web/emoji/emoji-list.ts'
import { tones, withTone } from '#web/emoji/tones.ts'
import { cutEmoji, listFolder } from './cut-emoji.ts'

const fresh = await cutEmoji()
const kept = (name: string) => Bun.file(path.join(listFolder, name)).text()

test('the lists in the repository are what `npm run emoji` writes', async () => {
  for (const [name, text] of Object.entries(fresh)) expect((await kept(name)) === text).toBe(true)
})

test('[client.md 11] every emoji, in every tone, is one that Unicode recommends for interchange', () => {
  const list = readGlyphs(fresh['glyphs.txt'])
  const sent = list.flatMap(({ glyph, hasTones }) => (hasTones ? tones.map((tone) => withTone(glyph, tone)) : [glyph]))
  expect(list.length).toBeGreaterThan(1_800)
  expect(sent.filter((glyph) => !/^\p{RGI_Emoji}$/v.test(glyph))).toEqual([])
  expect(new Set(sent).size).toBe(sent.length)
  expect(new Set(list.map(({ code }) => code)).size).toBe(list.length)
})

test('emoji that came after 15.1 are not among them', () => {
  const list = readGlyphs(fresh['glyphs.txt']).map(({ glyph }) => glyph)
  // 15.1, 16 and 17: phoenix, harp, distorted face.
  expect(['🐦‍🔥', '🪉', '🫪'].map((glyph) => list.includes(glyph))).toEqual([true, false, false])
})

test('each emoji has a name in both languages, and the Chinese ones have full-width marks and pinyin', () => {
  const { length } = readGlyphs(fresh['glyphs.txt'])
  const [zh, en] = [readLanguage(fresh['zh-cn.txt']), readLanguage(fresh['en.txt'])]
  expect([zh.rows.length, en.rows.length]).toEqual([length, length])
  expect(zh.rows.flat().filter((word) => /\p{Script=Han}[,!?:;.]|^$/u.test(word))).toEqual([])
  const characters = new Set(
    zh.rows
      .flat()
      .join('')
      .match(/\p{Script=Han}/gu),
  )
  expect([...characters].filter((character) => !zh.syllables.has(character))).toEqual([])
  expect(zh.syllables.get('茶')).toEqual(['cha'])
  expect(zh.syllables.get('乐')).toEqual(['le', 'yue'])
})

test('[client.md 11] all three lists together cost less than 80 kB, once', () => {
  const packed = Object.values(fresh).map((text) => brotliCompressSync(text).length)
  expect(packed.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(80_000)
})
