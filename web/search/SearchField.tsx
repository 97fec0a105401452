import { useEffect, useLayoutEffect } from 'preact/hooks'
import { FindField } from '#web/kit/FindField.tsx'
import { narrow } from '#web/kit/media.ts'
import { searchWords } from '#web/words/search.ts'
import { searchNow, text, type } from './search-store.ts'

type Props = { input: { current: HTMLInputElement | null }; onDown: () => void }

/** What is composed is not searched for before it is committed (client.md 6.1). */
export function SearchField({ input, onDown }: Props) {
  const say = searchWords()
  const takeFocus = () => {
    input.current?.focus()
    input.current?.select()
  }
  useLayoutEffect(() => {
    if (!narrow.peek()) takeFocus()
  }, [])
  useEffect(() => {
    // Once the sheet around it is open: that remembers what had the focus, and takes it for itself.
    if (narrow.peek()) queueMicrotask(takeFocus)
  }, [])
  const hearKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    onDown()
  }
  return (
    <FindField
      input={input}
      place="search-field"
      keeps
      label={say.field}
      hint={say.hint}
      clear={say.clear}
      text={text.value}
      onText={type}
      onKey={hearKey}
      onEnter={searchNow}
    />
  )
}
