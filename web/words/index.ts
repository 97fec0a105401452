import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Locale } from '#protocol/people.ts'
import type { Words } from './zh-cn.ts'

export type { Words } from './zh-cn.ts'

type Loaded = { language: Locale; words: Words }
const loaded = signal<Loaded | null>(null)

/** The words in the language of the page. Read it while rendering: a component then follows the language. */
export function words(): Words {
  if (!loaded.value) throw new Error('words are not loaded')
  return loaded.value.words
}

/** The language of the words that are shown. */
export const shownLanguage: ReadonlySignal<Locale> = computed(() => loaded.value?.language ?? 'en')

/** For `Intl`: the reader's own variety of the page's language, so that 12 or 24 hours are as they know it. */
export const localeTag: ReadonlySignal<string> = computed(() =>
  tagFor(shownLanguage.value, typeof document === 'undefined' ? [] : navigator.languages),
)

export function tagFor(language: Locale, preferred: readonly string[]): string {
  const stem = language.slice(0, 2)
  return preferred.find((tag) => tag.toLowerCase().startsWith(stem)) ?? language
}

/** Loads one language and shows it. The other stays unloaded until it is chosen. */
export async function loadWords(language: Locale): Promise<void> {
  const catalogue = language === 'zh-CN' ? (await import('./zh-cn.ts')).zhCN : (await import('./en.ts')).en
  loaded.value = { language, words: catalogue }
  if (typeof document !== 'undefined') document.documentElement.lang = language
}
