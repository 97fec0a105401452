import { Icon } from '#web/kit/Icon.tsx'
import { emojiWords } from '#web/words/emoji.ts'
import type { Panel } from './panel-state.ts'

type EmojiSearchProps = {
  panel: Panel
  input: { current: HTMLInputElement | null }
  onPick: (cell: number) => void
}

/** What is typed searches at once, pinyin that is still being composed, too. */
export function EmojiSearch({ panel, input, onPick }: EmojiSearchProps) {
  const say = emojiWords()
  const { query, active } = panel
  const [first] = panel.cells.value
  const search = (text: string) => {
    query.value = text
    active.value = { cell: 0, bring: 'nothing' }
  }
  const hearKey = (event: KeyboardEvent) => {
    // An input method has the keys; Safari's late Enter comes after it and carries 229 (client.md 6.1).
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape' && query.value !== '') search('')
    else if (event.key === 'ArrowDown') active.value = { cell: active.value.cell, bring: 'focus' }
    else if (event.key === 'Enter') {
      if (!event.repeat) onPick(active.value.cell)
    } else return
    event.preventDefault()
  }
  return (
    <search class="filter emoji-search">
      <Icon name="search" size={18} />
      <input
        ref={input}
        type="text"
        class="filter-input"
        aria-label={say.search}
        placeholder={say.searchHint}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="done"
        value={query.value}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={hearKey}
      />
      {query.value !== '' && (
        <button
          type="button"
          class="filter-clear"
          aria-label={say.clear}
          onClick={() => {
            search('')
            input.current?.focus()
          }}
        >
          <Icon name="x" size={16} />
        </button>
      )}
      <p class="hidden" role="status">
        {query.value.trim() !== '' && first ? say.found(panel.cells.value.length, first.name) : ''}
      </p>
    </search>
  )
}
