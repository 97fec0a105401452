import type { Page } from 'playwright-core'
import { MARK } from './longer-words.ts'

/**
 * What does not find its place: a line for each word of the house (those that are marked, longer-words.ts) that is cut off, or
 * stands outside the view or its button; and for a page that is wider than the view.
 */
export const overflows = (page: Page): Promise<string[]> =>
  page.evaluate((mark) => {
    const SLACK_PX = 1
    const found = new Set<string>()
    const { scrollWidth } = document.documentElement
    if (scrollWidth > innerWidth) found.add(`the page is ${scrollWidth} px wide`)
    const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement
      if (!holder || !node.textContent?.includes(mark) || !isSeen(holder)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) {
        const cut = box.width > 1 ? whereCut(holder, box) : null
        if (cut) found.add(`${describe(holder)} “${node.textContent.slice(0, 40)}” ${cut}`)
      }
    }
    return [...found]

    function isSeen(element: Element): boolean {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
      return !element.closest('.hidden, [aria-hidden=true], .skip-links')
    }

    function whereCut(holder: Element, text: DOMRect): string | null {
      for (let at: Element | null = holder; at && at !== document.documentElement; at = at.parentElement) {
        const style = getComputedStyle(at)
        const box = at.getBoundingClientRect()
        // Hidden on purpose, until it has the focus.
        if (box.width <= 2 && box.height <= 2) return null
        const isControl = at.matches('button, [role=button], [role=menuitem], .segment')
        if (style.position === 'fixed' && box.width === 0) return null
        const wide = text.left < box.left - SLACK_PX || text.right > box.right + SLACK_PX
        const high = text.top < box.top - 2 || text.bottom > box.bottom + 2
        if (/hidden|clip/.test(style.overflowX) && wide) return `is cut by ${describe(at)}`
        if (/hidden|clip/.test(style.overflowY) && high) return `is cut in height by ${describe(at)}`
        if (/auto|scroll/.test(style.overflowX + style.overflowY))
          return wide ? `scrolls sideways in ${describe(at)}` : null
        if (isControl && (wide || high)) return `stands outside ${describe(at)}`
      }
      return text.left < -SLACK_PX || text.right > innerWidth + SLACK_PX ? 'is out of view' : null
    }

    function describe(element: Element): string {
      return element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join('')
    }
  }, MARK)

/** Words that stand in no catalogue: texts in letters that are not marked, and are nobody's name, message, key or time. */
export const foreignWords = (page: Page, people: readonly string[]): Promise<string[]> =>
  page.evaluate(
    ([mark, theirs]) => {
      const found = new Set<string>()
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? ''
        const holder = node.parentElement
        if (!holder || !/\p{L}{2}/u.test(text) || text.includes(mark)) continue
        if (holder.closest('bdi, kbd, time, script, style, noscript, .text, [lang]:not(html)')) continue
        if (!theirs.some((one) => text.includes(one))) found.add(`${holder.className}: ${text}`)
      }
      for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
          const text = element.getAttribute(name) ?? ''
          if (
            element.matches('time') ||
            !/\p{L}{2}/u.test(text) ||
            text.includes(mark) ||
            theirs.some((one) => text.includes(one))
          )
            continue
          found.add(`${name} of ${element.tagName} ${element.className}: ${text}`)
        }
      return [...found]
    },
    [MARK, people] as const,
  )
