import { bowlShapes } from '#protocol/bowl-shapes.ts'

type Fill = (bowl: Element | null) => void

// What a look is made of is made once, and copied into every bowl of it: nothing is compared, and copies share what was read of
// their colours. 1,080 looks bound it. The same function for the same look, so that a bowl is filled once.
const fills = new Map<number, Fill>()

function fillOf(look: number): Fill {
  const known = fills.get(look)
  if (known) return known
  const shapes = document.createDocumentFragment()
  for (const [tag, attributes] of bowlShapes(look)) {
    const shape = document.createElementNS('http://www.w3.org/2000/svg', tag)
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, `${value}`)
    shapes.append(shape)
  }
  const fill: Fill = (bowl) => bowl?.append(shapes.cloneNode(true))
  fills.set(look, fill)
  return fill
}

/** A person's drawn bowl, `size` px wide. Decoration: the name stands beside it. */
export function Bowl({ look, size = 36 }: { look: number; size?: number }) {
  return (
    <svg key={look} ref={fillOf(look)} class="bowl" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true" />
  )
}
