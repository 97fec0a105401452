import { useEffect } from 'preact/hooks'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { showToast } from '#web/kit/toast.ts'
import { welcome } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { MembersLink } from './MembersLink.tsx'
import { RoomDetails } from './RoomDetails.tsx'
import { RoomFace } from './RoomFace.tsx'
import { AccentChoice, AccessChoice, accessIcon, CardsCheck, TextField, titleMost, topicMost } from './RoomFields.tsx'
import { archive } from './room-actions.ts'
import { closeRooms, showRooms } from './rooms-view.ts'
import { change, changed, differences, forgetChange, save, saveTrouble, saving } from './settings-store.ts'
import { latest, owns } from './standing.ts'

/** The owner changes the room; for everybody else the same place tells what it is. */
export function SettingsDialog({ room: opened }: { room: RoomInfo }) {
  const room = latest(opened)
  const mayChange = owns(room)
  const say = roomWords().settings
  useEffect(() => forgetChange, [])
  return (
    <Dialog
      kind="tall"
      title={mayChange ? say.title : say.details}
      close={words().close}
      aside={<RoomFace room={mayChange ? shown(changed(room)) : room} />}
      onClose={closeRooms}
    >
      {mayChange ? <ChangeForm room={room} /> : <RoomDetails room={room} />}
    </Dialog>
  )
}

const shown = ({ accent, cards: _cards, ...room }: ReturnType<typeof changed>): RoomInfo =>
  accent === null ? room : { ...room, accent }

const changeable = ['open', 'link'] as const

function ChangeForm({ room }: { room: RoomInfo }) {
  const say = roomWords().settings
  const now = changed(room)
  const trouble = saveTrouble.value
  const isChanged = Object.keys(differences(room)).length > 0
  const go = () =>
    void save(room).then((done) => {
      if (!done) return
      closeRooms()
      if (isChanged) showToast(say.saved)
    })
  return (
    <>
      <div class="scrolls room-form">
        {room.archived && <p class="room-strip">{say.archived}</p>}
        {room.name !== '' && (
          <TextField
            name="title"
            label={roomWords().make.name}
            text={now.title}
            most={titleMost}
            trouble={trouble}
            onWrite={(title) => change(room, { title })}
            onDone={go}
          />
        )}
        <TextField
          name="topic"
          label={say.topic}
          hint={roomWords().make.topicHint}
          text={now.topic ?? ''}
          most={topicMost}
          trouble={trouble}
          onWrite={(topic) => change(room, { topic })}
          onDone={go}
        />
        <AccessPart room={room} access={now.access} />
        {welcome.value?.cards && <CardsCheck on={now.cards} onChange={(cards) => change(room, { cards })} />}
        <AccentChoice accent={now.accent} onChoose={(accent) => change(room, { accent })} />
        <MembersLink room={room} />
        {trouble?.field === 'all' && (
          <p class="wrong" role="alert">
            {trouble.text}
          </p>
        )}
      </div>
      <div class="dialog-foot">
        {room.name !== '' && <ArchiveButton room={room} />}
        <button type="button" class="button button-primary" aria-disabled={saving.value} onClick={go}>
          {saving.value ? say.saving : say.save}
        </button>
      </div>
    </>
  )
}

function AccessPart({ room, access }: { room: RoomInfo; access: RoomInfo['access'] }) {
  if (room.access === 'private') return <StaysPrivate />
  // The lobby is where everybody comes.
  if (room.name === '') return null
  const choose = (next: RoomInfo['access']) => {
    if (next !== 'private') change(room, { access: next })
  }
  return <AccessChoice access={access} choices={changeable} onChoose={choose} />
}

function StaysPrivate() {
  const say = roomWords()
  return (
    <div>
      <p class="group-label room-field-head">{say.settings.access}</p>
      <p class="access-fixed">
        <LateIcon name={accessIcon('private')} />
        <span class="access-words">
          <span class="access-name">{say.make.accesses.private}</span>
          <span class="fine-print">{say.settings.stayPrivate}</span>
        </span>
      </p>
    </div>
  )
}

function ArchiveButton({ room }: { room: RoomInfo }) {
  const say = roomWords().menu
  return (
    <button
      type="button"
      class="button button-sunken"
      onClick={() => {
        if (room.archived) archive(room, false)
        else showRooms({ name: 'prompt', room, about: 'archive' })
      }}
    >
      {room.archived ? say.unarchive : say.archive}
    </button>
  )
}
