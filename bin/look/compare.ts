import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'

/** So much of a picture may differ (UX-30): edges of letters that fall on another eighth of a pixel. */
const MOST_SHARE = 0.001
/** A channel that is this close is the same to the eye. */
const SAME_STEPS = 2

export type Difference = { name: string; why: string }

type Folders = { out: string; accepted: string; names: readonly string[] }

/** Holds the pictures in `out` against those of their names in `accepted`, where there is one. Only those are told that differ. */
export async function comparePictures(
  browser: Pick<Browser, 'newPage'>,
  { out, accepted, names }: Folders,
): Promise<{ held: number; apart: readonly Difference[] }> {
  const known = new Set(acceptedNames(accepted))
  const both = names.filter((name) => known.has(name))
  const page = await browser.newPage()
  const apart: Difference[] = []
  try {
    for (const name of both) {
      const [before, now] = [accepted, out].map((folder) => readFileSync(path.join(folder, `${name}.png`)))
      const why = before && now ? await differs(page, before, now) : null
      if (why) apart.push({ name, why })
    }
  } finally {
    await page.close()
  }
  return { held: both.length, apart }
}

export const acceptedNames = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .map((file) => file.slice(0, -'.png'.length))

/** Why two pictures are not the same; null where they are, as far as an eye can tell. */
async function differs(page: Page, one: Buffer, other: Buffer): Promise<string | null> {
  if (one.equals(other)) return null
  const told = await page.evaluate(pixelsApart, { one: dataUrl(one), other: dataUrl(other), steps: SAME_STEPS })
  if ('sizes' in told) return told.sizes
  const share = told.apart / told.all
  if (share <= MOST_SHARE) return null
  const [left, top, right, bottom] = told.box
  return `${(share * 100).toFixed(2)} % of the pixels, between ${left},${top} and ${right},${bottom}`
}

const dataUrl = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`

type Asked = { one: string; other: string; steps: number }
type Told = { sizes: string } | { apart: number; all: number; box: [number, number, number, number] }

/** Runs in the browser, which decodes the pictures. */
async function pixelsApart({ one, other, steps }: Asked): Promise<Told> {
  const read = async (url: string) => {
    const image = new Image()
    image.src = url
    await image.decode()
    const { naturalWidth: width, naturalHeight: height } = image
    const brush = new OffscreenCanvas(width, height).getContext('2d')
    if (!brush) throw new Error('no canvas')
    brush.drawImage(image, 0, 0)
    return { width, height, data: brush.getImageData(0, 0, width, height).data }
  }
  const [a, b] = await Promise.all([read(one), read(other)])
  if (a.width !== b.width || a.height !== b.height)
    return { sizes: `was ${a.width}×${a.height}, is ${b.width}×${b.height}` }
  const box: [number, number, number, number] = [a.width, a.height, 0, 0]
  let apart = 0
  for (let at = 0; at < a.data.length; at += 4) {
    const isSame = [0, 1, 2, 3].every(
      (channel) => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) <= steps,
    )
    if (isSame) continue
    apart++
    const x = (at / 4) % a.width
    const y = Math.floor(at / 4 / a.width)
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return { apart, all: a.data.length / 4, box }
}
