import { useComputed, useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { MyRoom } from '#protocol/reading.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { FindField } from '#web/kit/FindField.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { coarsePointer, narrow } from '#web/kit/media.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { entered, roomInfo, status } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { mine } from './my-list.ts'
import { OpenMenu } from './OpenMenu.tsx'
import { RoomRow } from './RoomRow.tsx'
import { rank } from './rank.ts'
import { nameOf } from './room-actions.ts'
import { closeAnd, closeRooms, openRoomMenu, showRooms } from './rooms-view.ts'

type RoomListProps = { at: { top: number; left: number } | null }

/** One's own rooms, under the place; on a phone a sheet. Arrows, Home and End move, letters go on in the filter. */
export function RoomList({ at }: RoomListProps) {
  const say = roomWords().list
  const query = useSignal('')
  const filter = useRef<HTMLInputElement>(null)
  const shown = useComputed(() => rank(mine.value ?? [], query.value, namesOf))
  const box = useRef<HTMLDivElement>(null)
  const focusFirst = () => box.current?.querySelector<HTMLElement>('.room-row')?.focus()
  const open = ({ room }: MyRoom) => closeAnd(() => goToRoom(room.name, { known: room }))
  const typeOn = (letter: string) => {
    query.value += letter
    filter.current?.focus()
  }
  return (
    <Dialog
      kind={narrow.value ? 'sheet' : 'rooms'}
      title={say.title}
      close={words().close}
      onClose={closeRooms}
      {...(at && !narrow.value && { at })}
    >
      <FindField
        input={filter}
        place="find-room"
        label={say.filter}
        hint={say.filterHint}
        clear={say.clear}
        text={query.value}
        onText={(text) => (query.value = text)}
        onKey={(event) => {
          const [first] = shown.value
          if (event.key === 'ArrowDown') focusFirst()
          else if (event.key === 'Enter' && query.value !== '' && first) open(first)
          else return
          event.preventDefault()
        }}
      />
      <div class="scrolls room-list" ref={box} aria-busy={isLoading()}>
        {isOffline() && mine.value && <p class="list-note">{say.offline}</p>}
        {shown.value.length > 0 ? (
          <Rows rows={shown.value} onOpen={open} onLetter={typeOn} />
        ) : (
          <NoRows query={query.value} />
        )}
      </div>
      <ListFoot />
      <OpenMenu of="row" />
    </Dialog>
  )
}

const namesOf = ({ room }: MyRoom): readonly string[] => [nameOf(room), ...(room.kind === 'chat' ? [] : [room.name])]
const isOffline = (): boolean => status.value?.name !== 'online'
const isLoading = (): boolean => mine.value === null && entered.value

type RowsProps = {
  rows: readonly MyRoom[]
  onOpen: (mine: MyRoom) => void
  onLetter: (letter: string) => void
}

function Rows({ rows, onOpen, onLetter }: RowsProps) {
  const list = useRef<HTMLUListElement>(null)
  const here = roomInfo.value?.id
  const current = useSignal(here ?? '')
  const found = rows.findIndex(({ room }) => room.id === current.value)
  const index = Math.max(0, found)
  useLayoutEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('.room-row[tabindex="0"]')
    if (!row) return
    row.scrollIntoView({ block: 'nearest' })
    // The dialog gives the focus to what asks for it; a finger needs none, and no keyboard that comes up.
    if (!coarsePointer.peek()) row.autofocus = true
  }, [])
  const hearKey = (event: KeyboardEvent) => {
    if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const next = nextRow(event.key, index, rows.length)
    const row = next === null ? undefined : list.current?.querySelectorAll<HTMLElement>('.room-row')[next]
    if (row) row.focus()
    else if (/^[\p{L}\p{N}]$/u.test(event.key)) onLetter(event.key)
    else return
    event.preventDefault()
  }
  return (
    <ul ref={list} aria-label={roomWords().list.title} onKeyDown={hearKey}>
      {rows.map((mine, at) => (
        <RoomRow
          key={mine.room.id}
          mine={mine}
          isHere={mine.room.id === here}
          reachable={at === index}
          onFocus={() => (current.value = mine.room.id)}
          onOpen={() => onOpen(mine)}
          onMenu={(at) => openRoomMenu({ room: mine.room, at, of: 'row' })}
        />
      ))}
    </ul>
  )
}

function nextRow(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1)
  if (key === 'ArrowUp') return Math.max(0, at - 1)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}

const SKELETON_ROWS = 5

function NoRows({ query }: { query: string }) {
  const say = roomWords().list
  if (!entered.value) return <p class="list-note">{say.looking}</p>
  if (mine.value === null && isOffline()) return <p class="list-note">{say.away}</p>
  if (mine.value === null) {
    return (
      <div class="room-skeleton">
        <p class="hidden">{say.loading}</p>
        {Array.from({ length: SKELETON_ROWS }, (_, at) => (
          <i key={at} />
        ))}
      </div>
    )
  }
  return <p class="list-note">{query === '' ? say.empty : say.none(query)}</p>
}

function ListFoot() {
  const say = roomWords().list
  return (
    <div class="room-list-foot">
      <button type="button" class="room-foot-button" onClick={() => showRooms({ name: 'make' })}>
        <LateIcon name="plus" />
        {say.make}
      </button>
      <button type="button" class="room-foot-button" onClick={() => showRooms({ name: 'directory' })}>
        <LateIcon name="compass" />
        {say.discover}
      </button>
    </div>
  )
}
