import { useSignal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { limits } from '#protocol/limits.ts'
import type { Person } from '#protocol/people.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { FindField } from '#web/kit/FindField.tsx'
import { people } from '#web/store/people.ts'
import { words } from '#web/words/index.ts'
import { personWords } from '#web/words/persons.ts'
import { isFound } from './find-people.ts'

type PickerProps = {
  title: string
  note?: string
  /** What is known at once, and what is found a little later. */
  first: readonly Person[]
  find: () => Promise<readonly Person[]>
  chosen: readonly Person[]
  most: number
  /** The word of the button for so many. */
  go: (count: number) => string
  /** True when it worked; then the dialog goes. */
  onGo: (people: readonly Person[]) => Promise<boolean>
  onClose: () => void
}

/** The others of a private chat, oneself not counted. */
export const MOST_OTHERS = limits.chatPeople - 1

/** People to choose from, with a filter by name, pinyin and initials. What was chosen stays when something goes wrong. */
export function PeoplePicker({ title, note, first, find, chosen, most, go, onGo, onClose }: PickerProps) {
  const [met, setMet] = useState<readonly Person[]>(first)
  const [looking, setLooking] = useState(true)
  const [busy, setBusy] = useState(false)
  const [picked, setPicked] = useState<readonly Person[]>(chosen)
  const query = useSignal('')
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isHere = true
    const over = (found: readonly Person[]) => {
      if (!isHere) return
      setMet(found)
      setLooking(false)
    }
    find().then(over, () => over(first))
    return () => {
      isHere = false
    }
  }, [])
  const say = personWords().picker
  const all = withChosen(met, chosen)
  const shown = all.filter(({ name }) => isFound(name, query.value))
  const isFull = picked.length >= most
  const toggle = (person: Person, on: boolean) =>
    setPicked(on ? [...picked, person] : picked.filter(({ id }) => id !== person.id))
  const start = async () => {
    if (picked.length === 0 || busy) return
    setBusy(true)
    if (await onGo(picked)) onClose()
    else setBusy(false)
  }
  return (
    <Dialog title={title} close={words().close} onClose={onClose}>
      <div class="picker">
        <FindField
          input={field}
          eager
          label={say.filter}
          hint={say.filter}
          clear={words().people.clearFilter}
          text={query.value}
          onText={(text) => (query.value = text)}
          onKey={(event) => {
            if (event.key !== 'ArrowDown') return
            event.preventDefault()
            list.current?.querySelector('input')?.focus()
          }}
        />
        <div class="scrolls picker-list" ref={list} aria-busy={looking}>
          {shown.length > 0 ? (
            <ul aria-label={say.list} onKeyDown={walk}>
              {shown.map((person) => (
                <Choice
                  key={person.id}
                  person={person}
                  on={picked.some(({ id }) => id === person.id)}
                  isShut={isFull}
                  onToggle={(on) => toggle(person, on)}
                />
              ))}
            </ul>
          ) : (
            <p class="list-note">{emptyWords({ looking, query: query.value, anybody: all.length > 0 })}</p>
          )}
        </div>
        <p class="fine-print picker-note" role="status">
          {isFull ? say.full(most) : (note ?? '')}
        </p>
        <button
          type="button"
          class="button button-primary"
          aria-disabled={picked.length === 0 || busy}
          onClick={() => void start()}
        >
          {go(picked.length)}
        </button>
      </div>
    </Dialog>
  )
}

/** Who was chosen from elsewhere stands on top. */
function withChosen(met: readonly Person[], chosen: readonly Person[]): readonly Person[] {
  const ids = new Set(chosen.map(({ id }) => id))
  return [...chosen, ...met.filter(({ id }) => !ids.has(id))]
}

function emptyWords({ looking, query, anybody }: { looking: boolean; query: string; anybody: boolean }): string {
  const say = personWords().picker
  if (anybody) return say.nobodyFound(query)
  return looking ? say.looking : say.nobody
}

/** Arrows go from one to the next; Space chooses, as for every box. */
function walk(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const list = event.currentTarget
  if (!(list instanceof HTMLElement)) return
  const boxes = [...list.querySelectorAll('input')]
  const at = boxes.findIndex((box) => box.matches(':focus'))
  boxes[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
  event.preventDefault()
}

type ChoiceProps = { person: Person; on: boolean; isShut: boolean; onToggle: (on: boolean) => void }

function Choice({ person, on, isShut, onToggle }: ChoiceProps) {
  const isHere = people.value.list?.has(person.id) ?? false
  return (
    <li>
      <label class="list-row person-row picker-row">
        <span class="bowl-dot">
          <Bowl look={person.look} />
          {isHere && <i class="dot" />}
        </span>
        <span class="person-words">
          <span class="person-name">
            <bdi>{person.name}</bdi>
          </span>
        </span>
        <input
          type="checkbox"
          checked={on}
          disabled={isShut && !on}
          onChange={(event) => onToggle(event.currentTarget.checked)}
        />
      </label>
    </li>
  )
}
