import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readGlyphs, readLanguage } from './emoji-list.ts'
import { emojiMemory } from './emoji-memory.ts'
import { loadedEmoji } from './emoji-store.ts'
import { findEmoji } from './find-emoji.ts'

const read = (name: string) => readFileSync(path.join(import.meta.dir, 'list', name), 'utf8')
loadedEmoji.value = {
  list: readGlyphs(read('glyphs.txt')),
  languages: { 'zh-CN': readLanguage(read('zh-cn.txt')), en: readLanguage(read('en.txt')) },
}

test('[client.md 8] a completion has a key of its own, a name in the language of the page, and the glyph', async () => {
  const [first] = await findEmoji('tada', 'zh-CN')
  expect(first).toEqual({ key: 'tada', label: '拉炮彩带', insert: '🎉', glyph: '🎉' })
  expect((await findEmoji('tada', 'en'))[0]?.label).toBe('party popper')
  const found = await findEmoji('xiao', 'zh-CN')
  expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
})

test('[HOUSE-12] a letter brings no more than a list can show, and nonsense nothing', async () => {
  expect((await findEmoji('s', 'en')).length).toBe(20)
  expect(await findEmoji('zzqqx', 'en')).toEqual([])
})

test('it takes the chosen skin tone; nothing typed gives what was used, as far as the list still has it', async () => {
  emojiMemory.value = { recents: ['👍', 'not one', '🍵'], tone: 2 }
  expect((await findEmoji('', 'en')).map(({ glyph }) => glyph)).toEqual(['👍🏼', '🍵'])
  expect((await findEmoji('+1', 'en'))[0]?.insert).toBe('👍🏼')
  expect((await findEmoji('tea', 'en'))[0]?.insert).toBe('🍵')
  emojiMemory.value = { recents: [], tone: 0 }
})
