import { noise, pastes } from '#tests/kit/attach.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'

/** A hill at dusk: something of which one sees whether it is cut, turned or stretched. */
const hill = () =>
  new Uint8Array(
    pngPicture({
      width: 640,
      height: 400,
      draw: (x, y) => (y > 280 - Math.abs(x - 260) / 3 ? [70, 102, 85, 255] : [250 - y / 3, 200 + y / 10, 160, 255]),
    }),
  )

/** Files beside the words that are being written. */
export async function attaches(visitor: Visitor, text: string): Promise<void> {
  await visitor.sees(text)
  const picture = { name: 'hill.png', type: 'image/png', bytes: hill() }
  await pastes(visitor, picture, noise('后山路线 the-way-up-the-back-mountain.pdf', 900_000))
  await visitor.page.locator('.tray-item').nth(1).waitFor()
  await visitor.composer.fill(visitor.words.enter.go)
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
