import { pngPicture } from '#tests/kit/make-pictures.ts'
import { factsOf, hasPicture, pageOf } from '../witness/tea-page.ts'

/** Some pages let others wait, so that a fault finds the server asking. */
const SLOWEST_MS = 400

/** A site on this machine with as many pages as anybody asks for (witness/tea-page.ts). */
export class TeaSite {
  readonly #server: Bun.Server<undefined>
  asked = 0

  constructor() {
    this.#server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => this.#answer(request) })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  stop(): Promise<void> {
    return this.#server.stop(true)
  }

  async #answer({ url }: Request): Promise<Response> {
    const { pathname } = new URL(url)
    const isPicture = pathname.endsWith('.png')
    const page = pageOf(isPicture ? pathname.slice(0, -'.png'.length) : pathname)
    if (page === null) return new Response(null, { status: 404 })
    this.asked++
    await Bun.sleep((page * 37) % SLOWEST_MS)
    return isPicture ? picture(page) : html(page)
  }
}

function html(page: number): Response {
  const { title, text } = factsOf(page)
  const image = hasPicture(page) ? `<meta property="og:image" content="/tea-${page}.png">` : ''
  const head = `<title>${title}</title><meta name="description" content="${text}">${image}`
  return new Response(`<!doctype html><html><head>${head}</head><body>tea</body></html>`, {
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  })
}

function picture(page: number): Response {
  const shade = page % 256
  const bytes = pngPicture({ width: 64, height: 48, draw: (x, y) => [x, y, shade, 255] })
  return new Response(new Uint8Array(bytes), { headers: { 'Content-Type': 'image/png' } })
}
