import type { Page } from 'playwright-core'

/** Where the focus is: somewhere, ringed by at least 2 px that can be seen, and not covered at its middle. */
export function focusTrouble(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return 'the focus is nowhere'
    const name = focused.getAttribute('aria-label') || focused.textContent || focused.tagName
    const isSeen = (element: Element) => Number(getComputedStyle(element).opacity) > 0
    const isClear = (colour: string) => /^transparent$|[/,] ?0\)$/.test(colour)
    const hasRing = (element: Element) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderTopWidth } = getComputedStyle(element)
      const outline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && !isClear(outlineColor)
      // A border of one pixel and a shadow as thick around it, or a line below a field that is all that takes keys.
      const edge = Number.parseFloat(borderTopWidth) >= 1 && /0px 0px 0px 1px/.test(boxShadow)
      return outline || edge || /(?:^|\s)-?2px/.test(boxShadow)
    }
    // A box or a radio that is drawn as its label wears its ring there; a field wears it around all that belongs to it.
    const label = focused.matches('[type=radio], [type=checkbox]') ? focused.closest('label') : null
    const wearers = [focused, focused.nextElementSibling, label, focused.closest('.composer-pill, .room-input')]
    if (!wearers.some((element) => element && isSeen(element) && hasRing(element))) return `${name} has no ring`
    const box = (label ?? focused).getBoundingClientRect()
    const view = { right: Math.min(box.right, innerWidth), bottom: Math.min(box.bottom, innerHeight) }
    const [left, head] = [Math.max(box.left, 0), Math.max(box.top, 0)]
    if (view.right <= left || view.bottom <= head) return `${name} is out of view`
    const top = document.elementFromPoint((left + view.right) / 2, (head + view.bottom) / 2)
    return top && ((label ?? focused).contains(top) || top.contains(focused)) ? null : `${name} is covered`
  })
}
