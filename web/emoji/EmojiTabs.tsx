import { useLayoutEffect, useRef } from 'preact/hooks'
import { Outline } from '#web/kit/Icon.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { groups } from './emoji-list.ts'
import { sectionAt } from './grid-rows.ts'
import type { Panel } from './panel-state.ts'
import { tabIcons } from './tab-icons.ts'

const tabs = ['recent', ...groups] as const
type Tab = (typeof tabs)[number]
const names: readonly string[] = tabs

/** They lead to a group; which one is marked follows the scrolling. One is in the tab order, arrows go on. */
export function EmojiTabs({ panel }: { panel: Panel }) {
  const say = emojiWords()
  const box = useRef<HTMLDivElement>(null)
  const here = sectionAt(panel.rows.value, panel.view.value.top) ?? ''
  const current = Math.max(0, names.indexOf(here))
  // On a phone they are wider than the sheet.
  useLayoutEffect(
    () => box.current?.children[current]?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    [current],
  )
  const goTo = (tab: Tab) => {
    panel.query.value = ''
    const first = panel.rows.peek().find((row) => row.kind === 'cells' && row.key === tab)
    if (first?.kind === 'cells') panel.active.value = { cell: first.from, bring: 'section' }
  }
  const hearKey = (event: KeyboardEvent) => {
    const at = nextTab(event.key, current)
    if (at === null) return
    event.preventDefault()
    const tab = tabs[at]
    if (tab) goTo(tab)
    box.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus()
  }
  return (
    <div class="emoji-tabs" role="tablist" aria-label={say.tabs} ref={box} onKeyDown={hearKey}>
      {tabs.map((tab, at) => (
        <button
          key={tab}
          type="button"
          class="emoji-tab"
          role="tab"
          aria-label={say.groups[tab]}
          aria-selected={tab === here}
          aria-controls="emoji-grid"
          title={say.groups[tab]}
          tabIndex={at === current ? 0 : -1}
          // Where the dialog's focus begins: in the search field it would bring a phone's keyboard up.
          autofocus={coarsePointer.value && at === current}
          onClick={() => goTo(tab)}
        >
          <Outline path={tabIcons[tab]} />
        </button>
      ))}
    </div>
  )
}

function nextTab(key: string, at: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % tabs.length
    case 'ArrowLeft':
      return (at + tabs.length - 1) % tabs.length
    case 'Home':
      return 0
    case 'End':
      return tabs.length - 1
    default:
      return null
  }
}
