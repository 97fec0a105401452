import type { PresentPerson } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { formatTime } from '#web/kit/time.ts'
import { localeTag, words } from '#web/words/index.ts'

type PersonRowProps = {
  person: PresentPerson
  /** In a windowed list: the row stands at `top` px, as number `number` of `of`. */
  place: { top: number; number: number; of: number } | null
  reachable: boolean
  onFocus: () => void
  onOpen: (person: PresentPerson, from: DOMRect) => void
}

export function PersonRow({ person, place, reachable, onFocus, onOpen }: PersonRowProps) {
  const say = words().people
  const since = say.joinedAt(formatTime('clock', person.since_ms, localeTag.value))
  return (
    <li style={place ? { top: `${place.top}px` } : undefined} aria-setsize={place?.of} aria-posinset={place?.number}>
      <button
        type="button"
        class="person-row"
        data-person={person.id}
        data-region-focus={reachable ? '' : undefined}
        tabIndex={reachable ? 0 : -1}
        aria-haspopup="dialog"
        title={person.name}
        onFocus={onFocus}
        onClick={(event) => onOpen(person, event.currentTarget.getBoundingClientRect())}
      >
        <span class="bowl-dot">
          <Bowl look={person.look} />
          <i class="dot" />
        </span>
        <span class="person-words">
          <span class="person-name">
            <bdi>{person.name}</bdi>
          </span>
          <span class="person-since">
            <span class="hidden">{say.onlineNow} </span>
            {since}
          </span>
        </span>
        {person.classic && <span class="tag">{say.classic}</span>}
      </button>
    </li>
  )
}
