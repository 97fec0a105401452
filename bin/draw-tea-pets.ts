// `bun bin/draw-tea-pets.ts`: draws the pictures of our own pack from web/packs/tea-pets/ into server/packs/tea-pets/, as WebP.
// They lie in the repository, so neither a build nor a first start needs anything that draws (decision 0033).
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { petNames } from '#server/packs/tea-pet-names.ts'
import { launchChromium } from '#tests/kit/chromium.ts'

const SIDE = 320
const MOST_BYTES = 8 * 1024
const root = path.resolve(import.meta.dir, '..')
const [from, to] = ['web/packs/tea-pets', 'server/packs/tea-pets'].map((folder) => path.join(root, folder))

const browser = await launchChromium()
const page = await browser.newPage({ viewport: { width: SIDE, height: SIDE } })
mkdirSync(to ?? '', { recursive: true })
for (const { file } of petNames) {
  const drawing = await Bun.file(`${from}/${file}.svg`).text()
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${SIDE}px; height: ${SIDE}px }</style>${drawing}`,
  )
  const png = await page.screenshot({ omitBackground: true })
  const target = `${to}/${file}.webp`
  for (const quality of [84, 76, 68, 60, 50, 42, 36]) {
    await Bun.write(target, await new Bun.Image(png).webp({ quality }).bytes())
    if (statSync(target).size <= MOST_BYTES) break
  }
  const { size } = statSync(target)
  console.log(`${file}.webp ${size}`)
  if (size > MOST_BYTES) throw new Error(`${file}: ${size} bytes are more than ${MOST_BYTES}`)
}
await browser.close()
