import { useId, useState } from 'preact/hooks'
import { Dialog } from '#web/kit/Dialog.tsx'
import { hearDone } from '#web/kit/send-key.ts'
import { serverNow } from '#web/store/session.ts'
import { words } from '#web/words/index.ts'
import { toolWords } from '#web/words/tools.ts'
import { dayOf, startOfDay } from './days.ts'
import { jumpToTime } from './jump.ts'
import { besides } from './place-beside.ts'

const CARD_PX = { width: 288, height: 180 }

/** Goes to the first message of a day. */
export function DateCard({ day, at, onClose }: { day: number; at: DOMRect; onClose: () => void }) {
  const [value, setValue] = useState(dayOf(day))
  const field = useId()
  const say = toolWords().actions
  const atMs = startOfDay(value)
  const go = () => {
    if (atMs === null) return
    onClose()
    void jumpToTime(atMs)
  }
  const view = { width: window.innerWidth, height: window.innerHeight }
  const under = { ...at.toJSON(), left: at.left - CARD_PX.width, right: (at.left + at.right - CARD_PX.width) / 2 }
  return (
    <Dialog
      kind="card"
      title={words().actions.jumpToDate}
      close={words().close}
      at={besides(CARD_PX, { ...under, top: at.bottom + 16, bottom: at.bottom }, view)}
      onClose={onClose}
    >
      <div class="date-jump">
        <label class="hidden" for={field}>
          {say.date}
        </label>
        <input
          id={field}
          class="date-field"
          type="date"
          value={value}
          max={dayOf(serverNow())}
          onInput={({ currentTarget }) => setValue(currentTarget.value)}
          onKeyDown={(event) => hearDone(event, go)}
        />
        <button type="button" class="button button-primary" aria-disabled={atMs === null} onClick={go}>
          {say.go}
        </button>
      </div>
    </Dialog>
  )
}
