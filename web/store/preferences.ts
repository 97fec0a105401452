import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Locale } from '#protocol/people.ts'

/** What a person chose, on this device. */
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
}

/** What may be chosen, in the order in which it is shown. */
export const choices: { readonly [K in keyof Preferences]: readonly Preferences[K][] } = {
  theme: ['auto', 'light', 'dark'],
  language: ['zh-CN', 'en'],
  sendKey: ['auto', 'enter', 'ctrl-enter'],
  joinLines: ['all', 'folded', 'off'],
  announcer: ['all', 'mine', 'off'],
  motion: ['auto', 'reduced'],
  typing: ['on', 'off'],
  receipts: ['on', 'off'],
  opensAt: ['latest', 'unread'],
  quiet: ['off', 'on'],
  sound: ['off', 'mentions', 'all'],
  notify: ['off', 'mentions', 'all'],
  notifyContent: ['full', 'hidden'],
  push: ['on', 'off'],
}

const KEY = 'teahouse.preferences'
const YEAR_S = 365 * 24 * 3600

export const defaults: Preferences = {
  theme: 'auto',
  language: 'en',
  sendKey: 'auto',
  joinLines: 'folded',
  announcer: 'all',
  motion: 'auto',
  typing: 'on',
  receipts: 'on',
  opensAt: 'latest',
  quiet: 'off',
  sound: 'mentions',
  notify: 'mentions',
  notifyContent: 'full',
  push: 'on',
}

export const preferences: Signal<Preferences> = signal<Preferences>(defaults)
export const language: ReadonlySignal<Locale> = computed(() => preferences.value.language)

export const localeOf = (lang: string): Locale => (lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

const isChoice = <K extends keyof Preferences>(key: K, value: unknown): value is Preferences[K] =>
  choices[key].some((choice) => choice === value)

/** Reads stored preferences; whatever is missing or unknown has its value of `otherwise`. */
export function parsePreferences(text: string | null, otherwise: Preferences): Preferences {
  const read = { ...otherwise }
  const stored = parseObject(text)
  const take = <K extends keyof Preferences>(key: K) => {
    const value = stored[key]
    if (isChoice(key, value)) read[key] = value
  }
  take('theme')
  take('language')
  take('sendKey')
  take('joinLines')
  take('announcer')
  take('motion')
  take('typing')
  take('receipts')
  take('opensAt')
  take('quiet')
  take('sound')
  take('notify')
  take('notifyContent')
  take('push')
  return read
}

function parseObject(text: string | null): Partial<Record<keyof Preferences, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
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
  const root = document.documentElement
  preferences.value = parsePreferences(stored(), { ...defaults, language: localeOf(root.lang) })
  let first = true
  effect(() => {
    const now = preferences.value
    paintFrame(now.theme)
    if (now.theme === 'auto') delete root.dataset['theme']
    else root.dataset['theme'] = now.theme
    if (now.motion === 'auto') delete root.dataset['motion']
    else root.dataset['motion'] = now.motion
    if (!first) keep(now, base)
    first = false
  })
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

function keep(now: Preferences, base: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http.
  document.cookie = cookieOf('teahouse_theme', now.theme, base)
  // biome-ignore lint/suspicious/noDocumentCookie: as above.
  document.cookie = cookieOf('teahouse_lang', now.language, base)
  try {
    localStorage.setItem(KEY, JSON.stringify(now))
  } catch {
    // A browser that keeps nothing: the choice holds for this visit.
  }
}
