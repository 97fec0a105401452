import { h } from 'preact'
import { bowlShapes } from '#protocol/bowl-shapes.ts'

// The same vnodes for the same look: rows that are drawn again are not compared again. 1,080 looks bound it.
const drawn = new Map<number, ReturnType<typeof draw>>()

const draw = (look: number) => bowlShapes(look).map(([tag, attributes]) => ({ tag, attributes }))

/** A person's drawn bowl, `size` px wide. Decoration: the name stands beside it. */
export function Bowl({ look, size = 36 }: { look: number; size?: number }) {
  const shapes = drawn.get(look) ?? draw(look)
  drawn.set(look, shapes)
  return (
    <svg class="bowl" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      {shapes.map(({ tag, attributes }) => h(tag, attributes))}
    </svg>
  )
}
