import { expect, test } from 'bun:test'
import { cookieOf, defaults, localeOf, parsePreferences } from './preferences.ts'

test('[client.md 5] what was chosen is read back', () => {
  const chosen = { ...defaults, theme: 'dark', language: 'zh-CN', sendKey: 'ctrl-enter', joinLines: 'off' } as const
  expect(parsePreferences(JSON.stringify(chosen), defaults)).toEqual(chosen)
})

test('[client.md 5] what is missing, unknown or broken has its default', () => {
  const otherwise = { ...defaults, language: 'zh-CN' } as const
  expect(parsePreferences(null, otherwise)).toEqual(otherwise)
  expect(parsePreferences('{"theme":"pink","language":1,"motion":"reduced"}', otherwise)).toEqual({
    ...otherwise,
    motion: 'reduced',
  })
  for (const broken of ['', '{', '[]', '"x"', 'null', '1'])
    expect(parsePreferences(broken, otherwise)).toEqual(otherwise)
})

test('[UX-18] the cookies for the first paint are plain and keep to the address of the page', () => {
  expect(cookieOf('teahouse_theme', 'dark', '')).toBe('teahouse_theme=dark; Path=/; Max-Age=31536000; SameSite=Lax')
  expect(cookieOf('teahouse_lang', 'zh-CN', '/chat')).toContain('; Path=/chat;')
})

test('[client.md 9] every Chinese reads Chinese, everybody else English', () => {
  expect(localeOf('zh-TW')).toBe('zh-CN')
  expect(localeOf('ZH')).toBe('zh-CN')
  expect(localeOf('de')).toBe('en')
  expect(localeOf('')).toBe('en')
})
