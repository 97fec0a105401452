import { useEffect, useRef } from 'preact/hooks'
import { SidePanel } from '#web/kit/SidePanel.tsx'
import { closeSidePanel } from '#web/store/side-panel.ts'
import { words } from '#web/words/index.ts'
import { searchWords } from '#web/words/search.ts'
import { FilterChips } from './FilterChips.tsx'
import { Hits } from './Hits.tsx'
import { SearchField } from './SearchField.tsx'
import { SearchState } from './SearchStates.tsx'
import { phase, results, startSearch } from './search-store.ts'

/** Search in this room: what is typed and chosen above, what was found below. */
export function SearchPanel() {
  const say = searchWords()
  const field = useRef<HTMLInputElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(startSearch, [])
  const { lines, next } = results.value
  const busy = phase.value.name === 'busy'
  const shows = lines.length > 0 && (busy || phase.value.name === 'done')
  const count = shows && !busy
  return (
    <SidePanel
      title={say.title}
      close={words().close}
      onClose={closeSidePanel}
      aside={count && <span class="fine-print search-count">{say.count(lines.length, next !== null)}</span>}
    >
      <SearchField
        input={field}
        onDown={() => scroller.current?.querySelector<HTMLElement>('.hit[tabindex="0"]')?.focus()}
      />
      <FilterChips />
      <p class="hidden" role="status">
        {count ? say.found(lines.length, next !== null) : ''}
      </p>
      <div class="scrolls search-results" ref={scroller} aria-busy={busy} data-stale={shows && busy ? '' : undefined}>
        {shows ? <Hits scroller={scroller} onLeave={() => field.current?.focus()} /> : <SearchState />}
      </div>
    </SidePanel>
  )
}
