import type { ComponentChildren } from 'preact'
import { Bowl } from '#web/kit/Bowl.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { roomWords } from '#web/words/rooms.ts'
import { RoomFace } from './RoomFace.tsx'
import { nameOf } from './room-actions.ts'
import { noteOf } from './room-order.ts'
import type { Way } from './ways.ts'

type WayRowProps = { id: string; way: Way; isActive: boolean; onTake: () => void }

export function WayRow({ id, way, isActive, onTake }: WayRowProps) {
  return (
    // The keys are heard by the field, which keeps the focus.
    <button
      type="button"
      tabIndex={-1}
      id={id}
      class="list-row way"
      role="option"
      aria-selected={isActive}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <WayWords way={way} />
    </button>
  )
}

function WayWords({ way }: { way: Way }) {
  const say = roomWords()
  switch (way.kind) {
    case 'mine': {
      const { room } = way.mine
      const note = noteOf(way.mine)
      return (
        <Line face={<RoomFace room={room} />} name={nameOf(room)} aside={room.topic}>
          {room.access === 'private' && room.kind !== 'chat' && <LateIcon name="lock" size={14} />}
          {note && note.tone !== 'dot' && (
            <span class={`note note-${note.tone}`}>
              <span aria-hidden="true">{say.list.capped(note.count, 99)}</span>
              <span class="hidden">{say.list.unread(note.count)}</span>
            </span>
          )}
        </Line>
      )
    }
    case 'person':
      return (
        <Line face={<Bowl look={way.person.look} />} name={way.person.name}>
          <span class="way-aside">{say.switcher.person}</span>
        </Line>
      )
    case 'listed': {
      const { room, people } = way.listed
      return (
        <Line face={<RoomFace room={room} />} name={nameOf(room)} aside={room.topic}>
          <span class="way-aside">{say.directory.people(people)}</span>
        </Line>
      )
    }
    case 'make':
      return (
        <Line
          face={
            <span class="room-face way-plus">
              <LateIcon name="plus" />
            </span>
          }
          name={say.switcher.make(way.title)}
        />
      )
  }
}

type LineProps = { face: ComponentChildren; name: string; aside?: string | undefined; children?: ComponentChildren }

function Line({ face, name, aside, children }: LineProps) {
  return (
    <>
      {face}
      <span class="way-words">
        <span class="way-name">
          <bdi>{name}</bdi>
        </span>
        {aside && (
          <span class="way-topic">
            <bdi>{aside}</bdi>
          </span>
        )}
      </span>
      {children}
    </>
  )
}
