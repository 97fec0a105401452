import type { Visitor } from './page.ts'

/**
 * What a finger, a small screen or a reader's own spacing cannot reach: a line for each control that is cut off, covered or too small, and for
 * words that are cut in a control. `least` px a side; looks at the dialog where one is open.
 */
export async function unreachable(visitor: Visitor, least: number): Promise<string[]> {
  await visitor.rests()
  return visitor.page.evaluate((leastPx) => {
    const found: string[] = []
    const { innerWidth, scrollY } = window
    const { scrollWidth: wide, scrollHeight: high } = document.documentElement
    if (wide > innerWidth) found.push(`the page is ${wide} px wide`)
    const modal = [...document.querySelectorAll('dialog[open]')].at(-1)
    const controls = (modal ?? document).querySelectorAll<HTMLElement>('button, textarea, input, select, [role=button]')
    /** What is larger around it than what is drawn: a finger presses there, too. */
    const sizeOf = (control: HTMLElement, box: DOMRect) => {
      const label = control.matches('.covering, [type=radio], [type=checkbox]') ? control.closest('label') : null
      const around = label?.getBoundingClientRect() ?? box
      const { content, width, height } = getComputedStyle(control, '::after')
      const [more, wider] =
        content === 'none' ? [0, 0] : [Number.parseFloat(height) || 0, Number.parseFloat(width) || 0]
      return { width: Math.max(around.width, wider), height: Math.max(around.height, more) }
    }
    for (const control of controls) {
      const box = control.getBoundingClientRect()
      const name = control.getAttribute('aria-label') || control.textContent || control.tagName
      if (box.width === 0 || !control.checkVisibility({ visibilityProperty: true })) continue
      const { width, height } = sizeOf(control, box)
      if (box.left < -0.5 || box.right > innerWidth + 0.5) {
        if (!scrolls(control, 'overflowX')) found.push(`${name} is cut off sideways`)
      }
      // Inline actions within a sentence are held to 24 px elsewhere (client.md 3).
      if (Math.min(width, height) < leastPx - 0.5 && !control.closest('p, li.row, .line')) {
        found.push(`${name} is ${width.toFixed(0)}×${height.toFixed(0)}`)
      }
      if (Math.min(width, height) < 23.5 && !control.closest('.text')) found.push(`${name} is smaller than 24 px`)
      // What scrolls brings the rest into view, and so does the page itself, below 360 px of height (client.md 2).
      const isOut = box.top + scrollY < -0.5 || box.bottom + scrollY > high + 0.5
      if (!modal && isOut && !scrolls(control, 'overflowY')) found.push(`${name} is out of view`)
    }
    return found
    function scrolls(control: HTMLElement, way: 'overflowX' | 'overflowY'): boolean {
      for (let at = control.parentElement; at; at = at.parentElement)
        if (/auto|scroll/.test(getComputedStyle(at)[way])) return true
      return false
    }
  }, least)
}

/** Words that are cut off in a box that has no way to scroll to them; names and previews end in … on purpose. */
export function cutWords(visitor: Visitor): Promise<string[]> {
  return visitor.page.evaluate(() => {
    const found = new Set<string>()
    const modal = [...document.querySelectorAll('dialog[open]')].at(-1)
    for (const element of (modal ?? document.body).querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element)
      if (!/hidden|clip/.test(style.overflowX + style.overflowY) || element.closest('.hidden, svg')) continue
      if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || element.clientWidth < 2) continue
      if (!element.checkVisibility()) continue
      const high = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1
      const wide = style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1
      if (high || wide)
        found.add(
          `${element.className || element.tagName}: ${element.scrollWidth}×${element.scrollHeight} in ${element.clientWidth}×${element.clientHeight}`,
        )
    }
    return [...found]
  })
}
