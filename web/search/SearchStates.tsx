import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { searchWords } from '#web/words/search.ts'
import { isBadRange, isFiltered } from './filters.ts'
import { clearFilters, filters, phase, searchNow, text } from './search-store.ts'
import { whyNotFound } from './why-not-found.ts'

/** What stands where the hits would be: how to search, that it goes on, that there is none, or why not. */
export function SearchState() {
  const say = searchWords()
  const now = phase.value
  switch (now.name) {
    case 'busy':
      return <Skeleton />
    case 'offline':
      return <Note icon="wifi-off" text={say.offline} />
    case 'failed':
      return (
        <div class="load-error search-failed" role="alert">
          <LateIcon name="cloud-alert" />
          <span>{say.failed}</span>
          <button type="button" class="load-retry" onClick={searchNow}>
            {say.retry}
          </button>
        </div>
      )
    case 'refused':
      return <Note icon="circle-alert" text={whyNotFound(now.code, now.limit)} />
    case 'done':
      return <None />
    case 'idle':
      return isBadRange(filters.value) ? <Note icon="circle-alert" text={say.badRange} /> : <Tips />
  }
}

function Tips() {
  const say = searchWords()
  return (
    <div class="search-note">
      <LateIcon name="search" size={28} />
      <p>{say.tips}</p>
      <ul>
        <li>{say.tipPhrase}</li>
        <li>{say.tipPrefix}</li>
      </ul>
    </div>
  )
}

function None() {
  const say = searchWords()
  const query = text.value.trim()
  return (
    <div class="search-note">
      <LateIcon name="search" size={28} />
      <p role="status">{query ? say.none(query) : say.noneAtAll}</p>
      {isFiltered(filters.value) && (
        <>
          <p class="search-hint">{say.loosen}</p>
          <button type="button" class="button button-quiet" onClick={clearFilters}>
            {say.clearFilters}
          </button>
        </>
      )}
    </div>
  )
}

function Note({ icon, text: said }: { icon: AnyIconName; text: string }) {
  return (
    <div class="search-note">
      <LateIcon name={icon} size={28} />
      <p role="status">{said}</p>
    </div>
  )
}

const rows = ['a', 'b', 'c', 'd'] as const

/** The final shape of what is on its way. */
function Skeleton() {
  return (
    <div class="hit-skeletons">
      <p class="hidden">{searchWords().searching}</p>
      {rows.map((row) => (
        <div key={row} class="hit-skeleton" aria-hidden="true">
          <i />
          <b />
          <b />
        </div>
      ))}
    </div>
  )
}
