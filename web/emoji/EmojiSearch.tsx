import { FindField } from '#web/kit/FindField.tsx'
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
    if (text === query.peek()) return
    query.value = text
    active.value = { cell: 0, bring: 'nothing' }
  }
  const hearKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    active.value = { cell: active.value.cell, bring: 'focus' }
    event.preventDefault()
  }
  return (
    <>
      <FindField
        input={input}
        place="emoji-search"
        eager
        enter="done"
        label={say.search}
        hint={say.searchHint}
        clear={say.clear}
        text={query.value}
        onText={search}
        onKey={hearKey}
        onEnter={() => onPick(active.value.cell)}
      />
      <p class="hidden" role="status">
        {query.value.trim() !== '' && first ? say.found(panel.cells.value.length, first.name) : ''}
      </p>
    </>
  )
}
