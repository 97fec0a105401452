import { computed, effect } from '@preact/signals'
import { unread } from '#web/store/unread.ts'

const DOT = '<circle cx="31" cy="9" r="8" fill="#bb2b21" stroke="#fff" stroke-width="2"/></svg>'

/** A dot on the page's icon while unread messages wait. Returns its stop. */
export function startFavicon(): () => void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link) return () => undefined
  const plain = link.href
  let dotted: Promise<string> | null = null
  const waiting = computed(() => unread.value.away > 0)
  return effect(() => {
    if (!waiting.value) {
      link.href = plain
      return
    }
    dotted ??= withDot(plain)
    void dotted.then((address) => {
      if (waiting.peek()) link.href = address
    })
  })
}

/** Address of the icon with a dot; the plain one where the icon cannot be read. */
async function withDot(plain: string): Promise<string> {
  try {
    const drawing = await (await fetch(plain)).text()
    const dotted = drawing.trimEnd().replace(/<\/svg>$/, DOT)
    return URL.createObjectURL(new Blob([dotted], { type: 'image/svg+xml' }))
  } catch {
    return plain
  }
}
