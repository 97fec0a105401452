import type { Locator } from 'playwright-core'
import type { Visitor } from './page.ts'

/** A finger rests on it until `part` is there, and goes up again. */
export async function restsOn(visitor: Visitor, target: Locator, part: string): Promise<void> {
  const box = await target.boundingBox()
  if (!box) throw new Error('there is nothing to rest a finger on')
  const devtools = await visitor.devtools()
  const touchPoints = [{ x: box.x + Math.min(30, box.width / 2), y: box.y + Math.min(20, box.height / 2) }]
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await visitor.page.locator(part).first().waitFor()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await devtools.detach()
}
