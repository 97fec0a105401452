import type { Locale } from '#protocol/people.ts'
import type { LoadedEmoji } from './emoji-store.ts'
import { plain, readAloud } from './word-index.ts'

const shortestFirst = (words: readonly string[]): string[] =>
  [...words].sort((one, other) => [...one].length - [...other].length)

/** Under the name: words that find the same emoji, so that next time one can type it. 热茶 is "cha · tea · 茶". */
export function noteOf({ list, languages }: LoadedEmoji, locale: Locale, at: number): string {
  const code = list[at]?.code.replaceAll('_', ' ') ?? ''
  const own = languages[locale]
  const [name = '', ...tags] = own?.rows[at] ?? []
  const others = shortestFirst(tags.filter((tag) => tag !== code && tag !== name && !/[:：]/.test(tag)))
  if (locale !== 'zh-CN') return [code, ...others.slice(0, 2)].filter((word) => word && word !== name).join(' · ')
  // Of several short ones that which the name has in it: 热茶 is 茶 before it is 杯.
  const first = others.find((tag) => name.includes(tag)) ?? others[0]
  const spoken = first ?? name
  const letters = own && readAloud(plain(spoken), own.syllables)[0]?.letters
  return [...new Set([letters, code, first])].filter(Boolean).join(' · ')
}
