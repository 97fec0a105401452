import type { Assets } from './assets.ts'
import { readCookie } from './cookies.ts'
import { pageHeaders } from './headers.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark)

/** The page of a room's address: the template with a few escaped attributes, in the reader's language and theme. */
export function createPage(assets: Assets, { basePath, place }: { basePath: string; place: string }) {
  const link = (path: string) => `${basePath}/${path}`
  return function page(request: Request, room: string): Response {
    const cookies = request.headers.get('cookie')
    const theme = readCookie(cookies, 'teahouse_theme')
    const values: Record<string, string> = {
      lang: languageOf(readCookie(cookies, 'teahouse_lang'), request.headers.get('accept-language')),
      theme: theme === 'light' || theme === 'dark' ? theme : '',
      base: basePath,
      place,
      room,
      title: room === '' ? place : `${room} · ${place}`,
      js: link(assets.js),
      css: link(assets.css),
      build: assets.build,
    }
    const html = assets.template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(values[name] ?? ''))
    return new Response(html, { headers: { ...pageHeaders, Vary: 'Cookie, Accept-Language' } })
  }
}

/** What was chosen, else the first of the browser's languages that we have, else English. */
export function languageOf(chosen: string | null, accepted: string | null): 'zh-CN' | 'en' {
  if (chosen === 'zh-CN' || chosen === 'en') return chosen
  const first = (accepted ?? '').split(',').find((language) => /^\s*(zh|en)\b/i.test(language))
  return first && /^\s*zh/i.test(first) ? 'zh-CN' : 'en'
}
