import type { Visitor } from './page.ts'

/** What is not behind a scrim. */
const lit = 'dialog[open], [role=menu], body:not(:has(dialog[open], [role=menu]))'

/**
 * Words that stand out too little from their ground, a line each (UX-18: 4.5 for every text, whatever its size). Looks at what
 * is seen within `part`; what is switched off, and what lies over a picture, is not measured.
 */
export async function faintWords(visitor: Visitor, part: string = lit): Promise<string[]> {
  // Where no motion is wanted every change still takes its millisecond, and that begins with the next frame.
  await visitor.rests()
  return visitor.page.evaluate((within) => {
    type Colour = readonly [red: number, green: number, blue: number, alpha: number]
    const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    if (!pixel) throw new Error('there is no canvas')
    const known = new Map<string, Colour>()
    const colourOf = (css: string): Colour => {
      const before = known.get(css)
      if (before) return before
      pixel.clearRect(0, 0, 1, 1)
      pixel.fillStyle = css
      pixel.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data
      const colour = [red, green, blue, alpha / 255] as const
      known.set(css, colour)
      return colour
    }
    const over = (top: Colour, below: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => top[at] * top[3] + below[at] * (1 - top[3])
      return [mix(0), mix(1), mix(2), 1]
    }
    const light = (colour: Colour): number => {
      const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((part255) => {
        const part = part255 / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    /** All grounds below an element, up to the first that lets nothing through; null over a picture. */
    const groundOf = (from: Element): Colour | null => {
      const layers: Colour[] = []
      for (let at: Element | null = from; at; at = at.parentElement) {
        const { backgroundColor, backgroundImage } = getComputedStyle(at)
        if (backgroundImage !== 'none') return null
        const colour = colourOf(backgroundColor)
        layers.push(colour)
        if (colour[3] === 1) break
      }
      return layers.reduceRight<Colour>((below, top) => over(top, below), [255, 255, 255, 1])
    }
    const fadeOf = (from: Element): number => {
      let fade = 1
      for (let at: Element | null = from; at; at = at.parentElement) fade *= Number(getComputedStyle(at).opacity)
      return fade
    }
    const found = new Set<string>()
    const measure = (element: Element, css: string, words: string) => {
      const ground = groundOf(element)
      const fade = fadeOf(element)
      if (!ground || fade === 0) return
      const [red, green, blue, alpha] = colourOf(css)
      const [one, other] = [light(over([red, green, blue, alpha * fade], ground)), light(ground)]
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (ratio < 4.495)
        found.add(`${element.className || element.tagName} “${words.slice(0, 30)}”: ${ratio.toFixed(2)}`)
    }
    const off = ':disabled, [aria-disabled=true], svg, img, .emoji-cell, .reaction-kind, .hidden'
    for (const root of document.querySelectorAll(within)) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const { currentNode } = walker
        const words = currentNode.textContent?.trim() ?? ''
        const element = currentNode.parentElement
        // A sign that is a picture has colours of its own.
        if (!element || !/[\p{L}\p{N}]/u.test(words) || element.closest(off)) continue
        if (element.checkVisibility({ visibilityProperty: true }))
          measure(element, getComputedStyle(element).color, words)
      }
      for (const field of root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
        if (!field.checkVisibility() || field.placeholder === '') continue
        measure(field, getComputedStyle(field, '::placeholder').color, field.placeholder)
      }
    }
    return [...found]
  }, part)
}
