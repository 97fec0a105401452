import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Emoticon } from '#protocol/packs.ts'
import { Outline } from '#web/kit/Icon.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { PictureView, packs } from '#web/packs/index.ts'
import { emojiWords } from '#web/words/emoji.ts'
import { groups } from './emoji-list.ts'
import { sectionAt } from './grid-rows.ts'
import type { Panel } from './panel-state.ts'
import { tabIcons } from './tab-icons.ts'

const emojiTabs = ['recent', ...groups] as const
/** A pack has its first picture as its sign. */
type Tab = { key: string; title: string; sign: string | Emoticon }

function tabsOf({ offersPacks }: Panel): readonly Tab[] {
  const say = emojiWords().groups
  const emoji = emojiTabs.map((key): Tab => ({ key, title: say[key], sign: tabIcons[key] }))
  if (!offersPacks) return emoji
  const shown = (packs.value ?? []).flatMap(({ id, title, pictures: [first] }): Tab[] =>
    first ? [{ key: id, title, sign: first }] : [],
  )
  return [...emoji, ...shown]
}

/** They lead to a group; which one is marked follows the scrolling. One is in the tab order, arrows go on. */
export function EmojiTabs({ panel }: { panel: Panel }) {
  const say = emojiWords()
  const box = useRef<HTMLDivElement>(null)
  const here = sectionAt(panel.rows.value, panel.view.value.top) ?? ''
  const tabs = tabsOf(panel)
  const current = Math.max(
    0,
    tabs.findIndex(({ key }) => key === here),
  )
  // On a phone they are wider than the sheet.
  useLayoutEffect(
    () => box.current?.children[current]?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    [current],
  )
  const goTo = ({ key }: Tab) => {
    panel.query.value = ''
    const first = panel.rows.peek().find((row) => row.kind === 'cells' && row.key === key)
    if (first?.kind === 'cells') panel.active.value = { cell: first.from, bring: 'section' }
  }
  const hearKey = (event: KeyboardEvent) => {
    const at = nextTab(event.key, current, tabs.length)
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
          key={tab.key}
          type="button"
          class="emoji-tab"
          role="tab"
          aria-label={tab.title}
          aria-selected={tab.key === here}
          aria-controls="emoji-grid"
          title={tab.title}
          tabIndex={at === current ? 0 : -1}
          // Where the dialog's focus begins: in the search field it would bring a phone's keyboard up.
          autofocus={coarsePointer.value && at === current}
          onClick={() => goTo(tab)}
        >
          {typeof tab.sign === 'string' ? (
            <Outline path={tab.sign} />
          ) : (
            <PictureView emoticon={tab.sign} as="cell" silent />
          )}
        </button>
      ))}
    </div>
  )
}

function nextTab(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count
    case 'ArrowLeft':
      return (at + count - 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
