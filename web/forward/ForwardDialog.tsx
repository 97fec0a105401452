import { useComputed, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { MyRoom } from '#protocol/reading.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Dialog } from '#web/kit/Dialog.tsx'
import { firstWords } from '#web/kit/first-words.ts'
import { matchesPerson } from '#web/kit/initials.ts'
import { showToast } from '#web/kit/toast.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { myRooms } from '#web/store/my-rooms.ts'
import { titleOf } from '#web/store/room-title.ts'
import { saidNow } from '#web/store/said-now.ts'
import { me } from '#web/store/session.ts'
import { forwardWords } from '#web/words/forward.ts'
import { localeTag, words } from '#web/words/index.ts'
import { keepRecent, MOST_CHOSEN, readRecent, roomsToChoose } from './choices.ts'
import { closeForward, type Forwarded, forwarded } from './forwarding.ts'
import { RoomChoices } from './RoomChoices.tsx'
import { type Outcomes, Sending } from './sending.ts'

export function ForwardPlace() {
  const now = forwarded.value
  return now && <ForwardDialog key={`${now.room} ${now.line.seq}`} now={now} />
}

const nameOf = (room: RoomInfo): string => titleOf(room, me.peek()?.id, localeTag.peek())

/** Where to say a message again: rooms of one's own list, several at once, and what became of it in each. */
function ForwardDialog({ now: { line, ...from } }: { now: Forwarded }) {
  const say = forwardWords()
  const sending = useMemo(() => new Sending({ ...from, message: line.seq }), [])
  const recent = useMemo(readRecent, [])
  const query = useSignal('')
  const chosen = useSignal<readonly string[]>([])
  const isBusy = useSignal(false)
  const all = useComputed(() => myRooms.value && roomsToChoose(myRooms.value, recent, from.room)).value
  const fits = (one: MyRoom) => matchesPerson(titleOf(one.room, me.value?.id, localeTag.value), query.value)
  const shown = all?.filter(fits)
  const outcomes = sending.outcomes.value
  const { sent, failed } = countOf(outcomes)
  const toggle = (id: string) => {
    const others = chosen.peek().filter((one) => one !== id)
    chosen.value = others.length < chosen.peek().length ? others : [...others, id]
  }
  const send = async () => {
    const to = (myRooms.peek() ?? []).filter((one) => chosen.peek().includes(one.room.id)).map((one) => one.room)
    isBusy.value = true
    await sending.to(to)
    isBusy.value = false
    keepRecent(to.map(({ id }) => id))
    if (countOf(sending.outcomes.peek()).failed === 0 && forwarded.peek()?.line === line)
      finish(to, sending.outcomes.peek())
  }
  const open = chosen.value.filter((id) => outcomes.get(id)?.name !== 'sent').length
  return (
    <Dialog title={say.title} close={words().close} onClose={closeForward}>
      <p class="forward-what" dir="auto">
        <bdi class="forwarded-name">{(line.fwd?.by ?? line.by).name}</bdi> {firstWords(saidNow(line), 120)}
      </p>
      <RoomChoices
        rooms={shown ?? null}
        here={from.room}
        query={query.value}
        onQuery={(text) => (query.value = text)}
        chosen={chosen.value}
        isFull={chosen.value.length >= MOST_CHOSEN}
        outcomes={outcomes}
        isBusy={isBusy.value}
        onToggle={toggle}
      />
      <p class="fine-print forward-note" role="status">
        {failed > 0 && !isBusy.value
          ? say.partly(sent, failed)
          : chosen.value.length >= MOST_CHOSEN
            ? say.most(MOST_CHOSEN)
            : say.note}
      </p>
      <button
        type="button"
        class="button button-primary forward-go"
        aria-disabled={isBusy.value || open === 0}
        onClick={() => !isBusy.peek() && open > 0 && void send()}
      >
        {isBusy.value ? say.sending : failed > 0 ? say.again : say.go(open)}
      </button>
    </Dialog>
  )
}

function countOf(outcomes: Outcomes): { sent: number; failed: number } {
  const all = [...outcomes.values()]
  return {
    sent: all.filter(({ name }) => name === 'sent').length,
    failed: all.filter(({ name }) => name === 'failed').length,
  }
}

/** It is there everywhere: the dialog goes, and there is a way to the first. */
function finish(rooms: readonly RoomInfo[], outcomes: Outcomes): void {
  const say = forwardWords()
  closeForward()
  const [first] = rooms
  if (!first) return
  const outcome = outcomes.get(first.id)
  const seq = outcome?.name === 'sent' ? outcome.seq : undefined
  const look = () => goToRoom(first.name, { known: first, ...(seq === undefined ? {} : { seq }) })
  showToast(rooms.length > 1 ? say.doneInMany(rooms.length) : say.doneIn(nameOf(first)), {
    action: { label: say.look, run: look },
  })
}
