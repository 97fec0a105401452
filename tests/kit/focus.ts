import type { Page } from 'playwright-core'

/** Where the focus is: seen, ringed and not covered. */
export function focusTrouble(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return 'the focus is nowhere'
    const name = focused.getAttribute('aria-label') || focused.textContent || focused.tagName
    const ringed = [focused, ...(focused.closest('.composer, form') ? [focused.closest('.composer, form')] : [])].some(
      (element) => {
        if (!element) return false
        const { outlineStyle, outlineWidth, borderTopWidth, boxShadow } = getComputedStyle(element)
        return (
          (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) ||
          Number.parseFloat(borderTopWidth) >= 2 ||
          boxShadow.includes('2px')
        )
      },
    )
    if (!ringed) return `${name} has no ring`
    const box = focused.getBoundingClientRect()
    const top = document.elementFromPoint(
      box.left + box.width / 2,
      box.top + Math.min(box.height, window.innerHeight) / 2,
    )
    return top && (focused.contains(top) || top.contains(focused)) ? null : `${name} is covered`
  })
}
