import { useLayoutEffect } from 'preact/hooks'
import { Icon } from '#web/kit/Icon.tsx'
import { coarsePointer } from '#web/kit/media.ts'

type FindFieldProps = {
  input: { current: HTMLInputElement | null }
  label: string
  hint: string
  clear: string
  text: string
  /** Only what is committed: nothing of what an input method is still composing. */
  onText: (text: string) => void
  onKey?: (event: KeyboardEvent) => void
  /** It has the focus when its dialog opens; under a finger not, since a keyboard would cover what there is to see. */
  first?: boolean
}

/** A field to find something. Uncontrolled: nothing writes into it while an input method composes (client.md 6.1). */
export function FindField(props: FindFieldProps) {
  const { input, label, hint, clear, text, onText, onKey, first = false } = props
  useLayoutEffect(() => {
    if (input.current && input.current.value !== text) input.current.value = text
  }, [text])
  useLayoutEffect(() => {
    if (input.current) input.current.autofocus = first && !coarsePointer.peek()
  }, [])
  const empty = () => {
    onText('')
    input.current?.focus()
  }
  return (
    <search class="filter find-field">
      <Icon name="search" size={18} />
      <input
        ref={input}
        type="text"
        class="filter-input"
        aria-label={label}
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        onInput={(event) => !event.isComposing && onText(event.currentTarget.value)}
        onCompositionEnd={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return
          if (event.key === 'Escape' && text !== '') {
            // The dialog closes with the next one.
            event.preventDefault()
            event.stopPropagation()
            empty()
          } else onKey?.(event)
        }}
      />
      {text !== '' && (
        <button type="button" class="filter-clear" aria-label={clear} onClick={empty}>
          <Icon name="x" size={16} />
        </button>
      )}
    </search>
  )
}
