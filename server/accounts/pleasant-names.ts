import type { Locale } from '#protocol/people.ts'
import { creaturesEn, imagesEn } from './pleasant-words-en.ts'
import { creaturesZh, imagesZh } from './pleasant-words-zh.ts'

/**
 * An image and a creature in the reader's language: 听雨的云雀, quiet heron. Every pair has a key of its own, and is a
 * name that `requireName` takes. `random` gives a whole number from 0 below `below`, from the system's source (D-40).
 * It is not known to be free.
 */
export function pleasantName(locale: Locale, random: (below: number) => number): string {
  if (locale === 'zh-CN') return `${pick(imagesZh, random)}的${pick(creaturesZh, random)}`
  return `${pick(imagesEn, random)} ${pick(creaturesEn, random)}`
}

function pick(words: readonly string[], random: (below: number) => number): string {
  const word = words[random(words.length)]
  if (word === undefined) throw new Error('random() left its range')
  return word
}
