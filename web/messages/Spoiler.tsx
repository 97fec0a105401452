import type { ComponentChildren } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { textWords } from '#web/words/text.ts'
import { stayHere } from './log-view.ts'
import { Reachable } from './reachable.ts'

/** Words that wait until somebody wants them. Until then nobody hears them, and nothing in them can be pressed. */
export function Spoiler({ children }: { children: ComponentChildren }) {
  const [open, setOpen] = useState(false)
  const reachable = useContext(Reachable)
  if (open) {
    // The same element: the focus stays where it was.
    return (
      <span key="spoiler" class="spoiler spoiler-open" tabIndex={-1}>
        <span>{children}</span>
      </span>
    )
  }
  const show = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
    stayHere()
    setOpen(true)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button does not break over lines, and these words may be many.
    <span
      key="spoiler"
      class="spoiler"
      role="button"
      tabIndex={reachable ? 0 : -1}
      aria-expanded={false}
      aria-label={textWords().spoiler}
      title={textWords().spoiler}
      onClick={show}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') show(event)
      }}
    >
      <span aria-hidden="true" inert>
        {children}
      </span>
    </span>
  )
}
