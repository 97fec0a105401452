import { expect, test } from 'bun:test'
import { randomInt } from 'node:crypto'
import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import { nameKey } from './name-key.ts'
import { requireName } from './name-rules.ts'
import { pleasantName } from './pleasant-names.ts'
import { creaturesEn, imagesEn } from './pleasant-words-en.ts'
import { creaturesZh, imagesZh } from './pleasant-words-zh.ts'

const lists = { imagesZh, creaturesZh, imagesEn, creaturesEn }
const random = (below: number) => randomInt(below)

test('[D-40] every word is once in its list, and no two are alike to the eye', () => {
  for (const [list, words] of Object.entries(lists)) {
    expect([list, new Set(words.map(nameKey)).size]).toEqual([list, words.length])
  }
})

test('the lists are long enough for more than 20,000 pairs', () => {
  for (const images of [imagesZh, imagesEn]) expect(images.length).toBeGreaterThanOrEqual(160)
  for (const creatures of [creaturesZh, creaturesEn]) expect(creatures.length).toBeGreaterThanOrEqual(130)
})

test('words have the form of their language', () => {
  for (const word of imagesZh) expect(word).toMatch(/^\p{Script=Han}{2}$/u)
  for (const word of creaturesZh) expect(word).toMatch(/^\p{Script=Han}{1,3}$/u)
  for (const word of [...imagesEn, ...creaturesEn]) expect(word).toMatch(/^[a-z]+$/)
})

test('[D-40] [T-26] every pair is a name that is taken as it is, and has a key of its own', () => {
  for (const [images, between, creatures] of [
    [imagesZh, '的', creaturesZh],
    [imagesEn, ' ', creaturesEn],
  ] as const) {
    const keys = new Set<string>()
    for (const image of images) {
      for (const creature of creatures) keys.add(nameKey(`${image}${between}${creature}`))
    }
    expect(keys.size).toBe(images.length * creatures.length)
    for (const image of images)
      expect(requireName(`${image}${between}${creatures[0]}`)).toBe(`${image}${between}${creatures[0]}`)
    for (const creature of creatures)
      expect(requireName(`${images[0]}${between}${creature}`)).toBe(`${images[0]}${between}${creature}`)
  }
})

test('[D-40] 10,000 draws spread over all words and stay short', () => {
  for (const locale of ['zh-CN', 'en'] as const) {
    const names = Array.from({ length: 10_000 }, () => pleasantName(locale, random))
    // Of some 30,000 pairs 10,000 draws are expected to give about 8,500 different ones (birthdays).
    expect(new Set(names.map(nameKey)).size).toBeGreaterThan(8_000)
    for (const name of names) expect(characters(name)).toBeLessThanOrEqual(limits.nameChars)
    const words = new Set(names.flatMap((name) => name.split(locale === 'en' ? ' ' : '的')))
    expect(words.size).toBe(
      locale === 'en' ? imagesEn.length + creaturesEn.length : imagesZh.length + creaturesZh.length,
    )
  }
})

test('the first and the last of each list can be drawn, and a random out of range is a bug that shows', () => {
  expect(pleasantName('zh-CN', () => 0)).toBe('听雨的云雀')
  expect(pleasantName('en', () => 0)).toBe('quiet heron')
  expect(pleasantName('en', (below) => below - 1)).toBe(`${imagesEn.at(-1)} ${creaturesEn.at(-1)}`)
  expect(() => pleasantName('en', (below) => below)).toThrow('random() left its range')
})
