import { describe, expect, test } from 'bun:test'
import { PageHeight } from './page-height.ts'

/** A phone whose window shrinks (Android), and one whose keyboard lies over the page (iOS). */
const android = (height: number, width = 390) => ({ width, whole: height, seen: height })
const ios = (seen: number) => ({ width: 390, whole: 844, seen })

function after(...views: Parameters<PageHeight['look']>[0][]): PageHeight {
  const page = new PageHeight()
  for (const view of views) page.look(view)
  return page
}

describe('how high the page is', () => {
  test('as the browser says, where that knows of the keyboard', () =>
    expect([after(android(844)).height, after(android(844), android(520)).height]).toEqual([null, null]))
  test('as high as what is seen, where the keyboard lies over it', () =>
    expect([after(ios(844)).height, after(ios(844), ios(508)).height, after(ios(508), ios(844)).height]).toEqual([
      null,
      508,
      null,
    ]))
  test('zoomed in, one sees less, and nothing moves', () =>
    expect(after(ios(844), { ...ios(0), seen: null }).height).toBeNull())
})

describe('a panel takes the place of the keyboard', () => {
  for (const [name, view, height] of [
    ['where the window shrinks', android, null],
    ['where the keyboard lies over it', ios, 520],
  ] as const) {
    test(`${name}: what is above stays while it goes, and until it is back`, () => {
      const page = after(view(844), view(520))
      page.hold()
      page.look(view(844))
      expect([page.height, page.keyboard, page.isAway]).toEqual([520, 324, true])
      page.letGo()
      page.look(view(700))
      expect([page.height, page.isAway]).toEqual([520, true])
      page.look(view(540))
      expect(page.keyboard).toBe(0)
      page.look(view(520))
      expect(page.height).toBe(height)
    })
  }
  test('a field of the panel brings it up: the panel stands over it', () => {
    const page = after(android(844), android(520))
    page.hold()
    page.look(android(844))
    page.look(android(500))
    expect([page.height, page.isAway]).toEqual([520, false])
    page.letGo()
    expect(page.height).toBeNull()
  })
  test('without a keyboard nothing is held', () => {
    const page = after(android(844), android(790))
    page.hold()
    page.look(android(844))
    expect([page.height, page.keyboard]).toEqual([null, 0])
  })
  test('turned, nothing is held any more', () => {
    const page = after(android(844), android(520))
    page.hold()
    page.look(android(390, 844))
    expect([page.height, page.keyboard]).toEqual([null, 0])
  })
  test('who does not come back to the text does not wait for the keyboard', () => {
    const page = after(android(844), android(520))
    page.hold()
    page.look(android(844))
    page.drop()
    expect(page.height).toBeNull()
  })
})
