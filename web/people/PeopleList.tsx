import { useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Person } from '#protocol/people.ts'
import { Extras } from '#web/kit/Extras.tsx'
import { FindField } from '#web/kit/FindField.tsx'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { people, peopleKnown } from '#web/store/people.ts'
import { entered, me, roomInfo } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { isFound } from './find-people.ts'
import { openPerson } from './open-person.ts'
import { PersonRow } from './PersonRow.tsx'
import { arrange, type Listed } from './people-order.ts'
import { nextRow, rowsInView, WINDOWED_ABOVE } from './row-window.ts'

type PeopleListProps = { rowPx: number; hint: string; heading?: ComponentChildren }

/** Filter and list. One row is in the tab order; arrows, Home and End move, a letter goes on in the filter. */
export function PeopleList({ rowPx, hint, heading }: PeopleListProps) {
  const query = useSignal('')
  const others = useComputed(() =>
    arrange({ present: people.value.list, belonging: roomInfo.value?.people ?? [], mine: me.value?.id }),
  )
  const shown = useComputed(() => others.value.filter((person) => isFound(person.name, query.value)))
  const filter = useRef<HTMLInputElement>(null)
  const say = words().people
  const typeOn = (letter: string) => {
    query.value += letter
    filter.current?.focus()
  }
  return (
    <>
      <FindField
        input={filter}
        eager
        label={say.filter}
        hint={hint}
        clear={say.clearFilter}
        text={query.value}
        onText={(text) => (query.value = text)}
      />
      {heading}
      <Rows
        rows={shown.value}
        rowPx={rowPx}
        onLetter={typeOn}
        onOpen={openPerson}
        empty={<EmptyList query={query.value} alone={others.value.length === 0} />}
      />
    </>
  )
}

type RowsProps = {
  rows: readonly Listed[]
  rowPx: number
  empty: ComponentChildren
  onLetter: (letter: string) => void
  onOpen: (person: Person, from: DOMRect) => void
}

function Rows({ rows, rowPx, empty, onLetter, onOpen }: RowsProps) {
  const box = useRef<HTMLDivElement>(null)
  const view = useSignal({ top: 0, height: 800 })
  const current = useSignal('')
  const wanted = useRef('')
  const index = Math.max(
    0,
    rows.findIndex((person) => person.id === current.value),
  )
  const windowed = rows.length > WINDOWED_ABOVE
  const look = () => {
    if (box.current) view.value = { top: box.current.scrollTop, height: box.current.clientHeight }
  }
  useEffect(look, [rows.length])
  useEffect(() => {
    if (!wanted.current) return
    box.current?.querySelector<HTMLElement>(`[data-person="${wanted.current}"]`)?.focus()
    wanted.current = ''
  })
  if (rows.length === 0) return <div class="scrolls people-scroll">{empty}</div>
  const inView = windowed ? rowsInView(rows.length, rowPx, view.value, index) : rows.map((_, at) => at)
  const goTo = (at: number) => {
    const person = rows[at]
    if (!person) return
    wanted.current = person.id
    current.value = person.id
    box.current?.querySelector<HTMLElement>(`[data-person="${person.id}"]`)?.focus()
  }
  const hearKey = (event: KeyboardEvent) => {
    if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const at = nextRow(event.key, index, rows.length)
    if (at !== null) goTo(at)
    else if (/^[\p{L}\p{N}]$/u.test(event.key)) onLetter(event.key)
    else return
    event.preventDefault()
  }
  return (
    <div class="scrolls people-scroll" ref={box} onScroll={windowed ? look : undefined}>
      <ul
        class={windowed ? 'people-list people-list-windowed' : 'people-list'}
        aria-label={words().people.heading}
        style={windowed ? { height: `${rows.length * rowPx}px` } : undefined}
        onKeyDown={hearKey}
      >
        {inView.map((at) => {
          const person = rows[at]
          return (
            person && (
              <PersonRow
                key={person.id}
                person={person}
                place={windowed ? { top: at * rowPx, number: at + 1, of: rows.length } : null}
                reachable={at === index}
                onFocus={() => (current.value = person.id)}
                onOpen={onOpen}
              />
            )
          )
        })}
      </ul>
    </div>
  )
}

function EmptyList({ query, alone }: { query: string; alone: boolean }) {
  const say = words().people
  if (!peopleKnown.value) return null
  if (people.value.list === null) return <p class="list-note">{say.tooMany}</p>
  if (!alone) return <p class="list-note">{say.nobodyFound(query)}</p>
  // A link to a private room opens it to nobody.
  if (roomInfo.value?.access === 'private') return <p class="list-note">{say.aloneInside}</p>
  return (
    <div class="list-note">
      <p>{entered.value ? say.alone : say.nobody}</p>
      <Extras slot="alone" />
    </div>
  )
}
