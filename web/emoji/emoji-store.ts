import { signal } from '@preact/signals'
import type { Locale } from '#protocol/people.ts'
import { readPlace } from '#web/kit/place.ts'
import { type Emoji, type Language, readGlyphs, readLanguage } from './emoji-list.ts'
import { type Word, WordIndex } from './word-index.ts'

/** bin/build.ts writes it in: the lists lie under this hash. */
declare const EMOJI_HASH: string

const WAIT_MS = 15_000

export type LoadedEmoji = {
  list: readonly Emoji[]
  /** The page's own language comes first, the other one after it: one searches in both. */
  languages: Readonly<Partial<Record<Locale, Language>>>
}

export const loadedEmoji = signal<LoadedEmoji>({ list: [], languages: {} })

/** Loads what the panel shows in `locale`. Rejects when the server is not reached; then it can be asked again. */
export async function loadEmoji(locale: Locale): Promise<void> {
  const { list, languages } = loadedEmoji.peek()
  const [glyphs, words] = await Promise.all([
    list.length > 0 ? list : fetchList('glyphs').then(readGlyphs),
    languages[locale] ?? fetchList(locale).then(readLanguage),
  ])
  const now = loadedEmoji.peek()
  if (now.languages[locale]) return
  loadedEmoji.value = { list: glyphs, languages: { ...now.languages, [locale]: words } }
}

/** Loads what is searched, in both languages. A language that does not come is searched for later. */
export async function loadSearch(locale: Locale): Promise<void> {
  await loadEmoji(locale)
  await loadEmoji(locale === 'zh-CN' ? 'en' : 'zh-CN').catch(() => undefined)
}

async function fetchList(name: 'glyphs' | Locale): Promise<string> {
  const { base } = readPlace()
  const answer = await fetch(`${base}/assets/emoji-${name}.${EMOJI_HASH}.txt`, { signal: AbortSignal.timeout(WAIT_MS) })
  if (!answer.ok) throw new Error(`emoji: ${name} answered ${answer.status}`)
  return answer.text()
}

const indexes = new WeakMap<Language, WordIndex>()

function indexOf(language: Language): WordIndex {
  const index = indexes.get(language) ?? new WordIndex(language)
  indexes.set(language, index)
  return index
}

/** Every word that is there to be searched. What nobody has made ready takes some tens of milliseconds. */
export const searchWords = ({ languages }: LoadedEmoji): Word[] =>
  Object.values(languages).flatMap((language) => indexOf(language).whole())

/** Does a slice of the work that the first search would do: true where another one is left. */
export function readySearch({ languages }: LoadedEmoji): boolean {
  const index = Object.values(languages)
    .map(indexOf)
    .find(({ isWhole }) => !isWhole)
  index?.grow()
  return index !== undefined
}
