import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { words } from '#web/words/index.ts'
import { ownDataWords } from '#web/words/own-data.ts'

type QuestionProps = {
  title: string
  /** What will happen, to oneself and to others. */
  what: readonly string[]
  /** The word of the button that does it. */
  go: string
  onGo: () => void
  onBack: () => void
  children?: ComponentChildren
}

/** The second question before what cannot be undone. The focus is on the way back. */
export function Question({ title, what, go, onGo, onBack, children }: QuestionProps) {
  const back = useRef<HTMLButtonElement>(null)
  const id = useId()
  useLayoutEffect(() => back.current?.focus(), [])
  return (
    <section class="own-data-question" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul>
        {what.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p class="own-data-grave">{ownDataWords().noUndo}</p>
      {children}
      <div class="own-data-answer">
        <button ref={back} type="button" class="button button-sunken" onClick={onBack}>
          {words().cancel}
        </button>
        <button type="button" class="button button-danger" onClick={onGo}>
          {go}
        </button>
      </div>
    </section>
  )
}
