import { useEffect, useLayoutEffect } from 'preact/hooks'
import { isSendKey } from '#web/composer/send-key.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { narrow } from '#web/kit/media.ts'
import { searchWords } from '#web/words/search.ts'
import { searchNow, text, type } from './search-store.ts'

type Props = { input: { current: HTMLInputElement | null }; onDown: () => void }

/**
 * The field is uncontrolled: nothing writes into it while an input method composes, and what is composed is not searched
 * for before it is committed (client.md 6.1).
 */
export function SearchField({ input, onDown }: Props) {
  const say = searchWords()
  const takeFocus = () => {
    input.current?.focus()
    input.current?.select()
  }
  useLayoutEffect(() => {
    if (input.current) input.current.value = text.peek()
    if (!narrow.peek()) takeFocus()
  }, [])
  useEffect(() => {
    // Once the sheet around it is open: that remembers what had the focus, and takes it for itself.
    if (narrow.peek()) queueMicrotask(takeFocus)
  }, [])
  const hearKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      onDown()
    } else if (isSendKey(event, { sendKey: 'enter', coarsePointer: false, listOpen: false })) {
      event.preventDefault()
      if (!event.repeat) searchNow()
    }
  }
  return (
    <search class="filter search-field">
      <Icon name="search" size={18} />
      <input
        ref={input}
        type="text"
        class="filter-input search-input"
        aria-label={say.field}
        placeholder={say.hint}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        onInput={(event) => !event.isComposing && type(event.currentTarget.value)}
        onCompositionEnd={(event) => type(event.currentTarget.value)}
        onKeyDown={hearKey}
      />
      {text.value !== '' && (
        <button
          type="button"
          class="filter-clear"
          aria-label={say.clear}
          onClick={() => {
            if (!input.current) return
            input.current.value = ''
            input.current.focus()
            type('')
          }}
        >
          <Icon name="x" size={16} />
        </button>
      )}
    </search>
  )
}
