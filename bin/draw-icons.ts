// `bun bin/draw-icons.ts`: draws the icons of the installed page and of its notifications from the logo, web/favicon.svg, into
// web/icons/. They lie in the repository, so a build needs nothing that draws (decision 0024).
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { launchChromium } from '#tests/kit/chromium.ts'

const root = path.resolve(import.meta.dir, '..')
const logo = (await Bun.file(path.join(root, 'web/favicon.svg')).text()).replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
/** Light canvas of client.md 3. */
const CANVAS = '#f0f5f3'
/** In one colour, for where a system shows only a shape. */
const shape = `<path fill="#fff" fill-rule="evenodd" d="M20 2a18 18 0 1 1-9.6 33.2L3.6 37c-.9.2-1.7-.6-1.4-1.5L4.4 29A18 18 0 0 1 20 2Zm0 8.4a9.6 9.6 0 1 0 0 19.2a9.6 9.6 0 1 0 0-19.2Z"/>`

type Icon = { file: string; size: number; inside: string; share: number; ground?: string }
const icons: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, inside: logo, share: 0.94 },
  { file: 'icon-512.png', size: 512, inside: logo, share: 0.94 },
  // A system may cut a tenth away on every side.
  { file: 'maskable-512.png', size: 512, inside: logo, share: 0.62, ground: CANVAS },
  { file: 'touch-180.png', size: 180, inside: logo, share: 0.72, ground: CANVAS },
  { file: 'badge-96.png', size: 96, inside: shape, share: 0.92 },
]

const browser = await launchChromium()
const folder = path.join(root, 'web/icons')
mkdirSync(folder, { recursive: true })
for (const { file, size, inside, share, ground = 'none' } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const edge = (40 / share - 40) / 2
  const box = `${-edge} ${-edge} ${40 + 2 * edge} ${40 + 2 * edge}`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${size}" height="${size}">
    <rect x="${-edge}" y="${-edge}" width="100%" height="100%" fill="${ground}"/>${inside}</svg>`
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`)
  await page.screenshot({ path: path.join(folder, file), omitBackground: true })
  await page.close()
}
await browser.close()
