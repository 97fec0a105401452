import { useRef } from 'preact/hooks'
import type { MyRoom } from '#protocol/reading.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { FindField } from '#web/kit/FindField.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { RoomPicture } from '#web/kit/RoomPicture.tsx'
import { titleOf } from '#web/store/room-title.ts'
import { me } from '#web/store/session.ts'
import { forwardWords } from '#web/words/forward.ts'
import { localeTag } from '#web/words/index.ts'
import { whyOfCode } from '#web/words/refusals.ts'
import type { Outcome, Outcomes } from './sending.ts'

type Props = {
  /** Null: they are on their way. */
  rooms: readonly MyRoom[] | null
  /** Id of the room that the message is in. */
  here: string
  query: string
  onQuery: (text: string) => void
  chosen: readonly string[]
  isFull: boolean
  outcomes: Outcomes
  isBusy: boolean
  onToggle: (id: string) => void
}

/** A field to find some, and the rooms, each with a box to tick; ↑ ↓ walk through them. */
export function RoomChoices(props: Props) {
  const { rooms, query, onQuery } = props
  const say = forwardWords()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLFieldSetElement>(null)
  const enterList = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    list.current?.querySelector<HTMLElement>('input:not(:disabled)')?.focus()
  }
  return (
    <>
      <FindField
        input={field}
        first
        place="forward-find"
        label={say.find}
        hint={say.findHint}
        clear={say.clear}
        text={query}
        onText={onQuery}
        onKey={enterList}
      />
      <fieldset
        class="scrolls forward-rooms"
        aria-label={say.rooms}
        ref={list}
        onKeyDown={walk}
        aria-busy={rooms === null}
      >
        {rooms === null && <p class="forward-empty">{say.loading}</p>}
        {rooms?.length === 0 && <p class="forward-empty">{query === '' ? say.noRooms : say.none(query)}</p>}
        {rooms?.map(({ room }) => (
          <Choice key={room.id} room={room} {...props} />
        ))}
      </fieldset>
    </>
  )
}

function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input:not(:disabled)')]
  const at = boxes.findIndex((box) => box.matches(':focus'))
  event.preventDefault()
  boxes[at + step]?.focus()
}

function Choice({ room, here, chosen, isFull, outcomes, isBusy, onToggle }: Props & { room: RoomInfo }) {
  const say = forwardWords()
  const outcome = outcomes.get(room.id)
  const isChosen = chosen.includes(room.id)
  const title = titleOf(room, me.value?.id, localeTag.value)
  return (
    <label class="list-row forward-room">
      <input
        type="checkbox"
        class="covering"
        checked={isChosen}
        disabled={isBusy || outcome?.name === 'sent' || (isFull && !isChosen)}
        onChange={() => onToggle(room.id)}
      />
      <RoomPicture room={room} mine={me.value?.id} />
      <span class="forward-title">
        <bdi>{title}</bdi>
        {room.id === here && <small>{say.here}</small>}
        {room.access === 'private' && room.kind !== 'chat' && <small>{say.private}</small>}
      </span>
      {outcome && <Became outcome={outcome} />}
      {!outcome && <span class="forward-box">{isChosen && <Icon name="check" size={16} />}</span>}
    </label>
  )
}

function Became({ outcome }: { outcome: Outcome }) {
  const say = forwardWords()
  if (outcome.name === 'sending') return <span class="forward-state forward-sending">{say.sending}</span>
  if (outcome.name === 'sent')
    return (
      <span class="forward-state forward-sent">
        <Icon name="check" size={16} />
        {say.sent}
      </span>
    )
  return <span class="forward-state forward-failed">{whyOfCode(outcome.code, say.why)}</span>
}
