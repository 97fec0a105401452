import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Person } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { matchesPerson } from '#web/kit/initials.ts'
import { hearDone, isInputMethodKey } from '#web/kit/send-key.ts'
import { people } from '#web/store/people.ts'
import { me } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'
import { searchWords } from '#web/words/search.ts'
import { results } from './search-store.ts'

type Props = { chosen: Person | null; onChoose: (person: Person | null) => void; onClose: () => void }

/** So many are offered; who is looked for is found by typing. */
const MOST = 50

/** A field with its list: part of a name, its initials or pinyin; ↑ ↓ Enter choose, Esc closes. */
export function PersonFilter({ chosen, onChoose, onClose }: Props) {
  const say = searchWords()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [at])
  const shown = speakers()
    .filter((person) => matchesPerson(person.name, query))
    .slice(0, MOST)
  const active = shown[Math.min(at, shown.length - 1)]
  const hearKey = (event: KeyboardEvent) => {
    if (isInputMethodKey(event) || hearDone(event, () => active && onChoose(active))) return
    if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="choice">
      <input
        ref={input}
        type="text"
        class="filter-input choice-input"
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={active && `${listId}-${active.id}`}
        aria-autocomplete="list"
        aria-label={say.findPerson}
        placeholder={say.findPerson}
        {...fieldKinds.find}
        enterkeyhint="done"
        onInput={(event) => {
          setQuery(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={hearKey}
      />
      <div class="choice-list" id={listId} role="listbox" aria-label={say.from} tabIndex={-1} ref={list}>
        {shown.map((person) => (
          <button
            type="button"
            tabIndex={-1}
            key={person.id}
            id={`${listId}-${person.id}`}
            class="choice-row"
            role="option"
            aria-selected={person === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(person)}
          >
            <Bowl look={person.look} size={24} />
            <bdi>{person.name}</bdi>
          </button>
        ))}
      </div>
      {shown.length === 0 && <p class="choice-none">{say.nobody(query)}</p>}
      {chosen && (
        <button type="button" class="text-button" onClick={() => onChoose(null)}>
          {say.anyone}
        </button>
      )}
    </div>
  )
}

/** Who may have said it: oneself, who is here, who speaks in what is shown, and whom a search has found. */
function speakers(): Person[] {
  const known = new Map<string, Person>()
  const add = ({ id, name, look }: Person) => {
    if (!known.has(id)) known.set(id, { id, name, look })
  }
  const mine = me.value
  if (mine?.entered) add(mine)
  for (const person of people.value.list?.values() ?? []) add(person)
  for (const { by } of timeline.value.lines.toReversed()) add(by)
  for (const { by } of results.value.lines) add(by)
  return [...known.values()]
}
