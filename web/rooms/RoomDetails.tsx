import type { ComponentChildren } from 'preact'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Bowl } from '#web/kit/Bowl.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { me } from '#web/store/session.ts'
import { roomWords } from '#web/words/rooms.ts'
import { MembersLink } from './MembersLink.tsx'
import { accessIcon } from './RoomFields.tsx'
import { copyRoomLink, linkOf, nameOf } from './room-actions.ts'

/** What a room is, for who cannot change it. */
export function RoomDetails({ room }: { room: RoomInfo }) {
  const say = roomWords().settings
  return (
    <div class="scrolls room-form">
      <div class="details-head">
        <h3>
          <bdi>{nameOf(room)}</bdi>
        </h3>
        {room.kind !== 'chat' && (
          <p class={room.topic ? undefined : 'details-none'}>
            <bdi>{room.topic || say.noTopic}</bdi>
          </p>
        )}
      </div>
      {room.archived && <p class="room-strip">{say.archived}</p>}
      <dl class="details">
        <AccessLine room={room} />
        {room.people ? <PeopleLine room={room} /> : <OwnerLine room={room} />}
        {room.kind !== 'chat' && (
          <Line label={say.address}>
            <span class="details-address">{decodeURI(linkOf(room))}</span>
          </Line>
        )}
      </dl>
      {room.kind !== 'chat' && room.access === 'private' && <MembersLink room={room} />}
      {room.kind !== 'chat' && room.access !== 'private' && (
        <button type="button" class="button button-sunken" onClick={() => copyRoomLink(room)}>
          <LateIcon name="link" />
          {roomWords().menu.copyLink}
        </button>
      )}
    </div>
  )
}

function Line({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="details-line">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function AccessLine({ room }: { room: RoomInfo }) {
  const say = roomWords()
  if (room.kind === 'chat') {
    return (
      <Line label={say.settings.access}>
        <LateIcon name="lock" size={18} />
        <span>{say.settings.chatNote}</span>
      </Line>
    )
  }
  return (
    <Line label={say.settings.access}>
      <LateIcon name={accessIcon(room.access)} size={18} />
      <span>
        {say.make.accesses[room.access]}
        <small>{room.access === 'private' ? say.settings.stayPrivate : say.make.accessNotes[room.access]}</small>
      </span>
    </Line>
  )
}

function OwnerLine({ room: { owner } }: { room: RoomInfo }) {
  const say = roomWords().settings
  return (
    <Line label={say.owner}>
      {owner && <Bowl look={owner.look} size={24} />}
      <bdi>{!owner ? say.noOwner : owner.id === me.value?.id ? say.youOwn : owner.name}</bdi>
    </Line>
  )
}

function PeopleLine({ room: { people = [] } }: { room: RoomInfo }) {
  const say = roomWords().settings
  return (
    <Line label={say.people}>
      <ul class="details-people">
        {people.map(({ id, name, look }) => (
          <li key={id}>
            <Bowl look={look} size={24} />
            <bdi>{id === me.value?.id ? say.youOwn : name}</bdi>
          </li>
        ))}
      </ul>
    </Line>
  )
}
