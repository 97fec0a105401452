import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { Dialog } from '#web/kit/Dialog.tsx'
import { fieldKinds } from '#web/kit/field-kinds.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { coarsePointer } from '#web/kit/media.ts'
import { hearDone, isInputMethodKey } from '#web/kit/send-key.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { people } from '#web/store/people.ts'
import { after, entered, me, roomInfo, status } from '#web/store/session.ts'
import { roomWords } from '#web/words/rooms.ts'
import { ask } from './ask.ts'
import { Directory } from './directory-store.ts'
import { draft } from './make-store.ts'
import { mine } from './my-list.ts'
import { recentRooms } from './recent-rooms.ts'
import { chatWith, nameOf } from './room-actions.ts'
import { closeAnd, closeRooms, showRooms } from './rooms-view.ts'
import { WayRow } from './WayRow.tsx'
import { type Way, waysTo } from './ways.ts'

/** One field that leads anywhere: ↑ ↓ choose, Enter opens. What is asked of the server comes behind what is known here. */
export function Switcher() {
  const say = roomWords().switcher
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const query = useSignal('')
  const at = useSignal(0)
  const directory = useMemo(() => new Directory({ ask: (wish) => ask('room.directory', wish), after }), [])
  const ways = useComputed(() => waysOf(query.value, directory))
  useEffect(() => () => directory.rest(), [])
  const index = Math.min(at.value, Math.max(0, ways.value.length - 1))
  const active = ways.value[index]
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [index])
  const type = (text: string) => {
    query.value = text
    at.value = 0
    if (text.trim() === '') directory.rest()
    else directory.type(text)
  }
  const hearKey = (event: KeyboardEvent) => {
    if (isInputMethodKey(event) || hearDone(event, () => active && take(active))) return
    const count = ways.value.length
    if (event.key === 'ArrowDown') at.value = (index + 1) % Math.max(1, count)
    else if (event.key === 'ArrowUp') at.value = (index + count - 1) % Math.max(1, count)
    else return
    event.preventDefault()
  }
  return (
    <Dialog kind="switcher" title={null} labelledBy={`${id}-title`} onClose={closeRooms}>
      <h2 class="hidden" id={`${id}-title`}>
        {say.title}
      </h2>
      <Field id={id} active={active} count={ways.value.length} onType={type} onKey={hearKey} />
      <div
        class="scrolls switcher-list"
        id={`${id}-list`}
        role="listbox"
        aria-label={say.title}
        tabIndex={-1}
        ref={list}
      >
        <Groups id={id} ways={ways.value} active={active} />
      </div>
      <Said ways={ways.value} query={query.value} directory={directory} />
      <Keys />
    </Dialog>
  )
}

function waysOf(query: string, directory: Directory): Way[] {
  return waysTo({
    query,
    mine: mine.value ?? [],
    people: entered.value ? [...(people.value.list?.values() ?? [])] : [],
    listed: directory.rooms.value,
    recent: recentRooms.value,
    here: roomInfo.value?.id,
    me: me.value?.id,
    nameOf,
  })
}

function take(way: Way): void {
  switch (way.kind) {
    case 'mine':
      closeAnd(() => goToRoom(way.mine.room.name, { known: way.mine.room }))
      break
    case 'listed':
      closeAnd(() => goToRoom(way.listed.room.name, { known: way.listed.room }))
      break
    case 'person':
      closeAnd(() => chatWith(way.person.id))
      break
    case 'make':
      draft.value = { ...draft.peek(), title: way.title }
      showRooms({ name: 'make' })
      break
  }
}

type FieldProps = {
  id: string
  active: Way | undefined
  count: number
  onType: (text: string) => void
  onKey: (event: KeyboardEvent) => void
}

/** Uncontrolled: what an input method composes is looked for when it is committed; a keyboard on glass composes every word. */
function Field({ id, active, count, onType, onKey }: FieldProps) {
  const say = roomWords().switcher
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (input.current) input.current.autofocus = true
  }, [])
  return (
    <div class="switcher-field">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        class="switcher-input"
        aria-expanded={count > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active && `${id}-${active.key}`}
        aria-autocomplete="list"
        aria-label={say.field}
        placeholder={say.hint}
        {...fieldKinds.find}
        enterkeyhint="go"
        onInput={(event) => (coarsePointer.peek() || !event.isComposing) && onType(event.currentTarget.value)}
        onCompositionEnd={(event) => onType(event.currentTarget.value)}
        onKeyDown={onKey}
      />
    </div>
  )
}

const kinds = ['mine', 'person', 'listed', 'make'] as const

function Groups({ id, ways, active }: { id: string; ways: readonly Way[]; active: Way | undefined }) {
  const say = roomWords().switcher
  const titles = { mine: say.rooms, person: say.people, listed: say.listed, make: roomWords().make.title }
  return (
    <>
      {kinds.map((kind) => {
        const some = ways.filter((way) => way.kind === kind)
        if (some.length === 0) return null
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox.
          <div key={kind} role="group" aria-label={titles[kind]}>
            {kind !== 'make' && (
              <p class="switcher-heading" aria-hidden="true">
                {titles[kind]}
              </p>
            )}
            {some.map((way) => (
              <WayRow
                key={way.key}
                id={`${id}-${way.key}`}
                way={way}
                isActive={way === active}
                onTake={() => take(way)}
              />
            ))}
          </div>
        )
      })}
    </>
  )
}

/** What a screen reader hears when the list has changed, and what one sees where it is empty. */
function Said({ ways, query, directory }: { ways: readonly Way[]; query: string; directory: Directory }) {
  const say = roomWords().switcher
  const isSearching = directory.phase.value === 'busy'
  const isOffline = directory.phase.value === 'offline' || status.value?.name !== 'online'
  const nothing = query.trim() === '' ? say.nothing : say.none(query.trim())
  const isEmpty = ways.every(({ kind }) => kind === 'make')
  const note = isSearching ? say.searching : isOffline ? say.offline : isEmpty ? nothing : ''
  return (
    <>
      {note && <p class="switcher-note">{note}</p>}
      <p class="hidden" role="status">
        {isSearching ? '' : say.found(ways.length)}
      </p>
    </>
  )
}

function Keys() {
  const say = roomWords().switcher.keys
  return (
    <p class="switcher-keys" aria-hidden="true">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {say.move}
      </span>
      <span>
        <kbd>Enter</kbd> {say.open}
      </span>
      <span>
        <kbd>Esc</kbd> {say.close}
      </span>
    </p>
  )
}
