import { noise, pastes } from '#tests/kit/attach.ts'
import { type Draw, pngPicture, type Rgba } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'

type Colour = readonly [red: number, green: number, blue: number]
const mixed = (one: Colour, other: Colour, share: number): Colour => [
  one[0] + (other[0] - one[0]) * share,
  one[1] + (other[1] - one[1]) * share,
  one[2] + (other[2] - one[2]) * share,
]

const opaque = ([red, green, blue]: Colour): Rgba => [Math.round(red), Math.round(green), Math.round(blue), 255]

/** Mornings: the sky from above to the horizon, the mist, and the nearest hill. */
const mornings = {
  mist: { sky: [132, 178, 186], low: [247, 222, 178], mist: [232, 222, 204], near: [36, 66, 62] },
  dusk: { sky: [92, 96, 140], low: [240, 178, 150], mist: [212, 178, 182], near: [46, 42, 66] },
  noon: { sky: [120, 176, 214], low: [226, 238, 232], mist: [206, 224, 208], near: [44, 92, 66] },
} as const satisfies Record<string, Record<'sky' | 'low' | 'mist' | 'near', Colour>>
export type Morning = keyof typeof mornings

const RIDGES = 4
const ridge = (x: number, at: number): number =>
  0.5 + at * 0.12 + 0.045 * Math.sin(x * (5 + at * 2) + at * 2.1) + 0.02 * Math.sin(x * (17 + at * 5) + at)

/** Hills behind each other in the mist, and a sun: something of which one sees whether it is cut, turned or stretched. */
export function hills(morning: Morning, width = 960, height = 470): Uint8Array {
  const { sky, low, mist, near } = mornings[morning]
  const draw: Draw = (px, py) => {
    const [x, y] = [px / width, py / height]
    const behind = Array.from({ length: RIDGES }, (_, at) => RIDGES - 1 - at).find((at) => y > ridge(x * 1.4, at))
    if (behind !== undefined) {
      const depth = Math.min(1, (y - ridge(x * 1.4, behind)) / 0.16)
      const hill = mixed(mist, near, ((behind + 1) / RIDGES) ** 1.6)
      return opaque(mixed(hill, mist, depth * (behind === RIDGES - 1 ? 0.1 : 0.75)))
    }
    const far = Math.hypot((x - 0.66) * (width / height), y - 0.34)
    const air = mixed(sky, low, Math.min(1, y / 0.55))
    return opaque(mixed(air, [255, 248, 226], far < 0.055 ? 0.95 : Math.max(0, 0.55 - far * 1.1)))
  }
  return new Uint8Array(pngPicture({ width, height, draw }))
}

/** Files beside the words that are being written. */
export async function attaches(visitor: Visitor, text: string): Promise<void> {
  await visitor.sees(text)
  const picture = { name: 'hill.png', type: 'image/png', bytes: hills('mist', 640, 400) }
  await pastes(visitor, picture, noise('后山路线 the-way-up-the-back-mountain.pdf', 900_000))
  await visitor.page.locator('.tray-item').nth(1).waitFor()
  await visitor.composer.fill(
    visitor.locale === 'zh-CN' ? '上周六拍的，手机直出。' : 'Last Saturday, straight from the phone.',
  )
}

/** The same on their way, and staying there. */
export async function sends(visitor: Visitor, text: string): Promise<void> {
  await attaches(visitor, text)
  let slices = 0
  await visitor.page.route('**/api/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH' || slices++ < 2) await route.continue()
  })
  await visitor.sendButton.click()
  await visitor.log.getByRole('progressbar').nth(1).waitFor()
}
