import { useLayoutEffect } from 'preact/hooks'
import { fieldKinds } from './field-kinds.ts'
import { useFieldText } from './field-text.ts'
import { Icon } from './Icon.tsx'
import { coarsePointer } from './media.ts'
import { hearDone, isInputMethodKey } from './send-key.ts'

type FindFieldProps = {
  input: { current: HTMLInputElement | null }
  label: string
  hint: string
  clear: string
  text: string
  onText: (text: string) => void
  /** Keys that no input method has taken, and Enter is not. */
  onKey?: (event: KeyboardEvent) => void
  /** Enter, once however long it is held. */
  onEnter?: () => void
  /** It has the focus when its dialog opens; under a finger not, since a keyboard would cover what there is to see. */
  first?: boolean
  /** What an input method is still composing is found, too: for lists that are here already. A keyboard on glass composes every word, so under a finger it is always so. */
  eager?: boolean
  /** Esc does not empty it first: what it stands in closes, and has the words again when it opens. */
  keeps?: boolean
  enter?: 'search' | 'done'
  /** A class for the place where it stands. */
  place?: string
}

/** A field to find something. Uncontrolled: nothing writes into it while an input method composes (client.md 6.1). */
export function FindField(props: FindFieldProps) {
  const {
    input,
    label,
    hint,
    clear,
    text,
    onText,
    onKey,
    onEnter,
    first,
    eager,
    keeps,
    enter = 'search',
    place,
  } = props
  useFieldText(input, text)
  useLayoutEffect(() => {
    if (input.current && first) input.current.autofocus = !coarsePointer.peek()
  }, [])
  const empty = () => {
    onText('')
    input.current?.focus()
  }
  return (
    <search class={place ? `filter ${place}` : 'filter'}>
      <Icon name="search" size={18} />
      <input
        ref={input}
        type="text"
        class="filter-input"
        aria-label={label}
        placeholder={hint}
        {...fieldKinds.find}
        enterkeyhint={enter}
        onInput={(event) => (eager || coarsePointer.peek() || !event.isComposing) && onText(event.currentTarget.value)}
        onCompositionEnd={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isInputMethodKey(event) || (onEnter && hearDone(event, onEnter))) return
          if (event.key === 'Escape' && text && !keeps) {
            // The dialog closes with the next one.
            event.preventDefault()
            event.stopPropagation()
            empty()
          } else onKey?.(event)
        }}
      />
      {text && (
        <button type="button" class="filter-clear" aria-label={clear} onClick={empty}>
          <Icon name="x" size={16} />
        </button>
      )}
    </search>
  )
}
