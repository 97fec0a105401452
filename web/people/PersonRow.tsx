import type { Person } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { formatTime } from '#web/kit/time.ts'
import { roomInfo } from '#web/store/session.ts'
import { localeTag, words } from '#web/words/index.ts'
import type { Listed } from './people-order.ts'

type PersonRowProps = {
  person: Listed
  /** In a windowed list: the row stands at `top` px, as number `number` of `of`. */
  place: { top: number; number: number; of: number } | null
  reachable: boolean
  onFocus: () => void
  onOpen: (person: Person, from: DOMRect) => void
}

export function PersonRow({ person, place, reachable, onFocus, onOpen }: PersonRowProps) {
  const say = words().people
  const { since_ms: sinceMs } = person
  const isHere = sinceMs !== undefined
  return (
    <li style={place ? { top: `${place.top}px` } : undefined} aria-setsize={place?.of} aria-posinset={place?.number}>
      <button
        type="button"
        class={isHere ? 'list-row person-row' : 'list-row person-row person-absent'}
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
          {isHere && <i class="dot" />}
        </span>
        <span class="person-words">
          <span class="person-name">
            <bdi>{person.name}</bdi>
          </span>
          <span class="person-since">
            {isHere && <span class="hidden">{say.onlineNow} </span>}
            {isHere ? say.joinedAt(formatTime('clock', sinceMs, localeTag.value)) : say.absent}
          </span>
        </span>
        {roomInfo.value?.owner?.id === person.id && <span class="tag">{say.owner}</span>}
        {person.classic && <span class="tag">{say.classic}</span>}
      </button>
    </li>
  )
}
