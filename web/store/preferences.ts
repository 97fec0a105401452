import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Locale } from '#protocol/people.ts'

/** What a person chose, as it holds on this device. */
export type Preferences = {
  theme: 'auto' | 'light' | 'dark'
  language: Locale
  /** Which key sends. On touch `auto` means: only the button; elsewhere: Enter. */
  sendKey: 'auto' | 'enter' | 'ctrl-enter'
  /** The lines about who comes and goes. */
  joinLines: 'all' | 'folded' | 'off'
  /** What a screen reader is told without asking. */
  announcer: 'all' | 'mine' | 'off'
  motion: 'auto' | 'reduced'
  /** How close things stand; the type is as large in both. */
  density: 'comfortable' | 'compact'
  /** Whether others see that one is writing. */
  typing: 'on' | 'off'
  /** Whether the others of a private chat see how far one has read, and one sees it of them. */
  receipts: 'on' | 'off'
  /** Where a room opens in which something was not read. */
  opensAt: 'latest' | 'unread'
  /** Do not disturb: no sound, no notification, nothing in the title and on the icon. */
  quiet: 'off' | 'on'
  sound: 'off' | 'mentions' | 'all'
  /** What one is notified of, once the browser allows it. */
  notify: 'off' | 'mentions' | 'all'
  /** What a notification shows to whoever sees the screen. */
  notifyContent: 'full' | 'hidden'
  /** Whether one is told while the page is closed, too. */
  push: 'on' | 'off'
  /** Whether this device has its choices together with the person's other ones (shared-settings.ts), or its own. */
  devices: 'all' | 'this'
}

/** What may be chosen, in the order in which it is shown. */
export const choices: { readonly [K in keyof Preferences]: readonly Preferences[K][] } = {
  theme: ['auto', 'light', 'dark'],
  language: ['zh-CN', 'en'],
  sendKey: ['auto', 'enter', 'ctrl-enter'],
  joinLines: ['all', 'folded', 'off'],
  announcer: ['all', 'mine', 'off'],
  motion: ['auto', 'reduced'],
  density: ['comfortable', 'compact'],
  typing: ['on', 'off'],
  receipts: ['on', 'off'],
  opensAt: ['latest', 'unread'],
  quiet: ['off', 'on'],
  sound: ['off', 'mentions', 'all'],
  notify: ['off', 'mentions', 'all'],
  notifyContent: ['full', 'hidden'],
  push: ['on', 'off'],
  devices: ['all', 'this'],
}

/** Where this device keeps them. */
export const KEY = 'teahouse.preferences'
const YEAR_S = 365 * 24 * 3600

export const defaults: Preferences = {
  theme: 'auto',
  language: 'en',
  sendKey: 'auto',
  joinLines: 'folded',
  announcer: 'all',
  motion: 'auto',
  density: 'comfortable',
  typing: 'on',
  receipts: 'on',
  opensAt: 'latest',
  quiet: 'off',
  sound: 'mentions',
  notify: 'mentions',
  notifyContent: 'full',
  push: 'on',
  devices: 'all',
}

export const preferences: Signal<Preferences> = signal<Preferences>(defaults)
export const language: ReadonlySignal<Locale> = computed(() => preferences.value.language)

export const localeOf = (lang: string): Locale => (lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

type Key = keyof Preferences
const isKey = (name: string): name is Key => name in choices
const keys: readonly Key[] = Object.keys(choices).filter(isKey)

/** These preferences with what of `chosen` may be chosen; the rest has its value of `otherwise`. */
export function withChosen(otherwise: Preferences, chosen: Readonly<Partial<Record<Key, unknown>>>): Preferences {
  const read = { ...otherwise }
  const take = <K extends Key>(key: K) => {
    const value = choices[key].find((choice) => choice === chosen[key])
    if (value !== undefined) read[key] = value
  }
  for (const key of keys) take(key)
  return read
}

/** Reads stored preferences; whatever is missing or unknown has its value of `otherwise`. */
export const parsePreferences = (text: string | null, otherwise: Preferences): Preferences =>
  withChosen(otherwise, parseObject(text))

function parseObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** The plain cookie from which the server renders the first paint; nothing secret is in it. */
export const cookieOf = (name: 'teahouse_theme' | 'teahouse_lang', value: string, base: string): string =>
  `${name}=${value}; Path=${base || '/'}; Max-Age=${YEAR_S}; SameSite=Lax`

export function choose<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
  preferences.value = { ...preferences.value, [key]: value }
}

/** Reads what was kept, and from then on keeps and shows every choice at once. Storage may be missing. */
export function startPreferences(base: string): void {
  let before = parsePreferences(stored(), { ...defaults, language: localeOf(document.documentElement.lang) })
  preferences.value = before
  effect(() => {
    const now = preferences.value
    paintFrame(now.theme)
    for (const key of ['theme', 'motion', 'density'] as const) mark(key, now[key])
    if (now !== before) keep(before, now, base)
    before = now
  })
}

/** What another page of this browser has chosen. */
export function rereadPreferences(): void {
  preferences.value = parsePreferences(stored(), preferences.peek())
}

/** For the styles: what is as usual has no mark. */
function mark(key: 'theme' | 'motion' | 'density', value: string): void {
  const { dataset } = document.documentElement
  if (value === defaults[key]) delete dataset[key]
  else dataset[key] = value
}

/** The browser's own frame takes the canvas of the chosen theme (tokens.css); the page names one for each scheme. */
function paintFrame(theme: Preferences['theme']): void {
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    const dark = theme === 'auto' ? meta.getAttribute('media')?.includes('dark') : theme === 'dark'
    meta.setAttribute('content', dark ? '#111918' : '#f0f5f3')
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** Only what has changed: another page may have chosen something else meanwhile, and a newer one knows more than this one. */
function keep(before: Preferences, now: Preferences, base: string): void {
  const changed = keys.filter((key) => now[key] !== before[key])
  const text = JSON.stringify({
    ...parseObject(stored()),
    ...Object.fromEntries(changed.map((key) => [key, now[key]])),
  })
  try {
    localStorage.setItem(KEY, text)
  } catch {
    // A browser that keeps nothing: the choice holds for this visit.
  }
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http.
    if (changed.includes('theme')) document.cookie = cookieOf('teahouse_theme', now.theme, base)
    // biome-ignore lint/suspicious/noDocumentCookie: as above.
    if (changed.includes('language')) document.cookie = cookieOf('teahouse_lang', now.language, base)
  } catch {
    // No cookies, either: the first paint is as usual.
  }
}
