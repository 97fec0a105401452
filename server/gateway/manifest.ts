import { readCookie } from './cookies.ts'
import { languageOf } from './page.ts'

/** Under an icon there is room for so much. */
const SHORT_CHARS = 12
/** Light canvas of client.md 3; the page itself then follows the theme. */
const CANVAS = '#f0f5f3'

const words = {
  'zh-CN': '聊天室：打开就能聊，一条消息也不丢。',
  en: 'Chat rooms that are open at once and never lose a message.',
} as const

/** What a system needs to know of the page to put it beside its programs. Named as the installation is. */
export function createManifest({ basePath, place }: { basePath: string; place: string }) {
  const at = (path: string) => `${basePath}/${path}`
  const png = (file: string, size: number, purpose = 'any') => ({
    src: at(`icons/${file}`),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  })
  const house = {
    id: at(''),
    name: place,
    short_name: shortName(place),
    start_url: at(''),
    scope: at(''),
    display: 'standalone',
    theme_color: CANVAS,
    background_color: CANVAS,
    icons: [
      png('icon-192.png', 192),
      png('icon-512.png', 512),
      png('maskable-512.png', 512, 'maskable'),
      { src: at('favicon.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  }

  return function manifest(request: Request): Response {
    const chosen = readCookie(request.headers.get('cookie'), 'teahouse_lang')
    const lang = languageOf(chosen, request.headers.get('accept-language'))
    const body = JSON.stringify({ ...house, lang, dir: 'ltr', description: words[lang] })
    return new Response(body, {
      headers: {
        'Content-Type': 'application/manifest+json; charset=utf-8',
        'Cache-Control': 'no-cache',
        Vary: 'Cookie, Accept-Language',
      },
    })
  }
}

/** The whole name where it fits, else its first words, never half a sign. */
function shortName(place: string): string {
  const signs = [...new Intl.Segmenter().segment(place)].map(({ segment }) => segment)
  if (signs.length <= SHORT_CHARS) return place
  const cut = signs.slice(0, SHORT_CHARS).join('')
  return (/^(.*\S)\s+\S*$/s.exec(cut)?.[1] ?? cut).trim()
}
