import { useEffect, useMemo, useRef } from 'preact/hooks'
import { Dialog } from '#web/kit/Dialog.tsx'
import { FindField } from '#web/kit/FindField.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { goToRoom } from '#web/store/go-to-room.ts'
import { after, serverNow, status } from '#web/store/session.ts'
import { localeTag, words } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { ask } from './ask.ts'
import { Directory, type Listed } from './directory-store.ts'
import { mineOf } from './my-list.ts'
import { RoomFace } from './RoomFace.tsx'
import { nameOf } from './room-actions.ts'
import { shortTime } from './room-time.ts'
import { closeAnd, closeRooms, showRooms } from './rooms-view.ts'

/** The open rooms of the installation: where something was said last first. */
export function DirectoryDialog() {
  const say = roomWords().directory
  const field = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const directory = useMemo(() => new Directory({ ask: (wish) => ask('room.directory', wish), after }), [])
  const { phase, rooms, text } = directory
  const isOnline = status.value?.name === 'online'
  useEffect(() => () => directory.rest(), [])
  // The first time, and again when the line is back.
  useEffect(() => {
    if (isOnline || phase.peek() === 'idle') directory.askNow()
  }, [isOnline])
  return (
    <Dialog kind="tall" title={say.title} close={words().close} onClose={closeRooms}>
      <FindField
        input={field}
        first
        place="find-room"
        label={say.field}
        hint={say.hint}
        clear={say.clear}
        text={text.value}
        onText={(typed) => directory.type(typed)}
        onKey={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
          event.preventDefault()
          box.current?.querySelector<HTMLElement>('.listed-row')?.focus()
        }}
      />
      <p class="hidden" role="status">
        {phase.value === 'done' ? say.found(rooms.value.length) : ''}
      </p>
      <div class="scrolls directory-list" ref={box} aria-busy={phase.value === 'busy'}>
        {rooms.value.length > 0 && <Listing rooms={rooms.value} isStale={phase.value === 'busy'} />}
        <End directory={directory} />
      </div>
      <div class="dialog-foot">
        <button type="button" class="button button-sunken" onClick={() => showRooms({ name: 'make' })}>
          <LateIcon name="plus" />
          {say.make}
        </button>
      </div>
    </Dialog>
  )
}

function Listing({ rooms, isStale }: { rooms: readonly Listed[]; isStale: boolean }) {
  const hearKey = (event: KeyboardEvent) => {
    const rows = [...document.querySelectorAll<HTMLElement>('.listed-row')]
    const { activeElement: now } = document
    const at = now instanceof HTMLElement ? rows.indexOf(now) : -1
    const next =
      event.key === 'ArrowDown'
        ? rows[at + 1]
        : event.key === 'ArrowUp'
          ? (rows[at - 1] ?? document.querySelector<HTMLElement>('.find-room input'))
          : event.key === 'Home'
            ? rows[0]
            : event.key === 'End'
              ? rows.at(-1)
              : undefined
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <ul aria-label={roomWords().directory.list} data-stale={isStale ? '' : undefined} onKeyDown={hearKey}>
      {rooms.map((listed) => (
        <ListedRow key={listed.room.id} listed={listed} />
      ))}
    </ul>
  )
}

function ListedRow({ listed: { room, people, at } }: { listed: Listed }) {
  const say = roomWords().directory
  const locale = localeTag.value
  const when =
    at === undefined ? say.quiet : shortTime(at, serverNow(), { locale, yesterday: roomWords().list.yesterday })
  return (
    <li>
      <button
        type="button"
        class="list-row listed-row"
        onClick={() => closeAnd(() => goToRoom(room.name, { known: room }))}
      >
        <RoomFace room={room} />
        <span class="listed-words">
          <span class="listed-title">
            <bdi>{nameOf(room)}</bdi>
            {mineOf(room.id) && <span class="tag">{say.mine}</span>}
          </span>
          {room.topic && (
            <span class="listed-topic">
              <bdi>{room.topic}</bdi>
            </span>
          )}
          <span class="listed-note">
            {say.people(people)} · {when}
          </span>
        </span>
      </button>
    </li>
  )
}

const SKELETON_ROWS = 4

/** What stands under the rooms: more of them, or why there are none. */
function End({ directory }: { directory: Directory }) {
  const say = roomWords().directory
  const { phase, rooms, next, text } = directory
  const isEmpty = rooms.value.length === 0
  switch (phase.value) {
    case 'idle':
      return null
    case 'busy':
      return isEmpty ? <Skeleton /> : null
    case 'failed':
    case 'offline':
      return (
        <div class="list-note" role="alert">
          <p>{phase.value === 'offline' ? say.offline : say.failed}</p>
          <button type="button" class="button button-quiet" onClick={() => directory.askNow()}>
            <LateIcon name="refresh-cw" size={18} />
            {say.retry}
          </button>
        </div>
      )
    case 'done':
      if (isEmpty) return <p class="list-note">{text.value.trim() ? say.none(text.value.trim()) : say.empty}</p>
      return next.value === null ? null : (
        <button type="button" class="text-button directory-more" onClick={() => directory.more()}>
          {say.more}
        </button>
      )
  }
}

function Skeleton() {
  return (
    <div class="room-skeleton room-skeleton-tall">
      <p class="hidden">{roomWords().directory.loading}</p>
      {Array.from({ length: SKELETON_ROWS }, (_, at) => (
        <i key={at} />
      ))}
    </div>
  )
}
