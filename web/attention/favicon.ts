import { computed, effect } from '@preact/signals'
import { waiting } from './waiting.ts'

type Mark = 'message' | 'mention'

/** Tea is the colour of what wants attention; a message that is for nobody in particular is the quieter jade. */
const dots: Readonly<Record<Mark, string>> = {
  message: '<circle cx="31" cy="9" r="7" fill="#85d0b3" stroke="#fff" stroke-width="2"/></svg>',
  mention: '<circle cx="29" cy="11" r="10" fill="#e1ad63" stroke="#fff" stroke-width="2"/></svg>',
}

/** A dot on the page's icon while unread messages wait, another one while one of them is for the reader. Returns its stop. */
export function startFavicon(): () => void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link) return () => undefined
  const plain = link.href
  const dotted = new Map<Mark, Promise<string>>()
  const mark = computed<Mark | null>(() => {
    const { count, forMe } = waiting.value
    return forMe > 0 ? 'mention' : count > 0 ? 'message' : null
  })
  return effect(() => {
    const wanted = mark.value
    if (wanted === null) {
      link.href = plain
      return
    }
    const drawn = dotted.get(wanted) ?? withDot(plain, dots[wanted])
    dotted.set(wanted, drawn)
    void drawn.then((address) => {
      if (mark.peek() === wanted) link.href = address
    })
  })
}

/** Address of the icon with a dot; the plain one where the icon cannot be read. */
async function withDot(plain: string, dot: string): Promise<string> {
  try {
    const drawing = await (await fetch(plain)).text()
    const dotted = drawing.trimEnd().replace(/<\/svg>$/, dot)
    return URL.createObjectURL(new Blob([dotted], { type: 'image/svg+xml' }))
  } catch {
    return plain
  }
}
