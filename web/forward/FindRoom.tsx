import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '#web/kit/Icon.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { forwardWords } from '#web/words/forward.ts'

type Props = { query: string; onQuery: (text: string) => void; onDown: () => void }

/** The field is uncontrolled: nothing writes into it while an input method composes (client.md 6.1). */
export function FindRoom({ query, onQuery, onDown }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const say = forwardWords()
  // A finger wants the list first, and no keyboard over it. The dialog takes the focus for itself when it opens.
  useEffect(() => queueMicrotask(() => !coarsePointer.peek() && field.current?.focus()), [])
  const clear = () => {
    if (!field.current) return
    field.current.value = ''
    field.current.focus()
    onQuery('')
  }
  const hear = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'ArrowDown') onDown()
    else if (event.key === 'Escape' && query !== '') {
      event.stopPropagation()
      clear()
    } else return
    event.preventDefault()
  }
  return (
    <search class="filter forward-find">
      <Icon name="search" size={18} />
      <input
        ref={field}
        type="text"
        class="filter-input"
        aria-label={say.find}
        placeholder={say.findHint}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => !event.isComposing && onQuery(event.currentTarget.value)}
        onCompositionEnd={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={hear}
      />
      {query !== '' && (
        <button type="button" class="filter-clear" aria-label={say.clear} onClick={clear}>
          <Icon name="x" size={16} />
        </button>
      )}
    </search>
  )
}
