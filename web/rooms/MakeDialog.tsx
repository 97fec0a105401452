import { Dialog } from '#web/kit/Dialog.tsx'
import { roomPath } from '#web/kit/place.ts'
import { RoomMark } from '#web/kit/RoomPicture.tsx'
import { goToRoom } from '#web/store/go-to-room.ts'
import { askToEnter, entered, place } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { roomWords } from '#web/words/rooms.ts'
import { addressOf, draft, make, makeTrouble, making, write } from './make-store.ts'
import { AccentChoice, AccessChoice, TextField, titleMost, topicMost } from './RoomFields.tsx'
import { closeAnd, closeRooms, showRooms } from './rooms-view.ts'

const accesses = ['open', 'link', 'private'] as const

/** Makes the room and goes there; then one is told how others come. */
async function makeAndGo(): Promise<void> {
  if (!entered.peek()) {
    // What was written stays until one has a name.
    closeAnd(() => (askToEnter.value = true))
    return
  }
  const room = await make()
  if (!room) return
  closeAnd(() => {
    goToRoom(room.name, { known: room })
    showRooms({ name: 'made', room })
  })
}

export function MakeDialog() {
  const say = roomWords().make
  const now = draft.value
  const trouble = makeTrouble.value
  const go = () => void makeAndGo()
  return (
    <Dialog
      kind="tall"
      title={say.title}
      close={words().close}
      aside={<RoomMark title={now.title || say.title} accent={now.accent} />}
      onClose={closeRooms}
    >
      <div class="scrolls room-form">
        <TextField
          first
          name="title"
          label={say.name}
          hint={say.nameHint}
          text={now.title}
          most={titleMost}
          trouble={trouble}
          onWrite={(title) => write({ title })}
          onDone={go}
        />
        <TextField
          name="topic"
          label={say.topic}
          hint={say.topicHint}
          text={now.topic}
          most={topicMost}
          trouble={trouble}
          onWrite={(topic) => write({ topic })}
          onDone={go}
        />
        <AccessChoice access={now.access} choices={accesses} onChoose={(access) => write({ access })} />
        <Address onDone={go} />
        <AccentChoice accent={now.accent} onChoose={(accent) => write({ accent })} />
        {trouble?.field === 'all' && (
          <p class="wrong" role="alert">
            {trouble.text}
          </p>
        )}
      </div>
      <div class="dialog-foot">
        <button type="button" class="button button-sunken" onClick={closeRooms}>
          {say.cancel}
        </button>
        <button type="button" class="button button-primary" aria-disabled={making.value} onClick={go}>
          {making.value ? say.making : say.go}
        </button>
      </div>
    </Dialog>
  )
}

/** Of an open room one sees, and may choose, where it will be; others get an address that nobody guesses. */
function Address({ onDone }: { onDone: () => void }) {
  const say = roomWords().make
  const now = draft.value
  const trouble = makeTrouble.value
  if (now.access !== 'open') return <p class="fine-print">{say.randomAddress}</p>
  const suggestion = trouble?.field === 'name' ? trouble.suggestion : undefined
  return (
    <TextField
      name="name"
      label={say.address}
      text={addressOf(now)}
      most={titleMost}
      trouble={trouble}
      before={`${location.host}${roomPath(place.value.base, 'x').slice(0, -1)}`}
      // Emptied, it follows the title again.
      onWrite={(name) => write({ name: name === '' ? null : name })}
      onDone={onDone}
    >
      {suggestion ? (
        <button type="button" class="text-button" onClick={() => write({ name: suggestion })}>
          {say.take(suggestion)}
        </button>
      ) : (
        <p>{say.addressNote}</p>
      )}
    </TextField>
  )
}
