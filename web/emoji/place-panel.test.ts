import { expect, test } from 'bun:test'
import { PANEL_PX, placePanel } from './place-panel.ts'

const window = { width: 1_280, height: 800 }

test('over its anchor and flush with its right edge', () => {
  const place = placePanel({ top: 732, bottom: 780, right: 1_204 }, 28, window)
  expect(place).toEqual({ top: 732 - 28 - PANEL_PX.height, left: 1_204 - PANEL_PX.width })
})

test('under it where there is no room above, and never out of the window', () => {
  expect(placePanel({ top: 100, bottom: 130, right: 600 }, 8, window).top).toBe(138)
  expect(placePanel({ top: 300, bottom: 330, right: 600 }, 8, { width: 1_280, height: 600 }).top).toBe(8)
  expect(placePanel({ top: 700, bottom: 730, right: 100 }, 8, window).left).toBe(8)
  expect(placePanel({ top: 700, bottom: 730, right: 1_500 }, 8, window).left).toBe(1_280 - 8 - PANEL_PX.width)
  expect(placePanel({ top: 100, bottom: 130, right: 600 }, 8, { width: 1_280, height: 300 }).top).toBe(8)
})
