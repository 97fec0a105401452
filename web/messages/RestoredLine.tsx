import { useComputed } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { announce } from '#web/attention/index.ts'
import { formatTime } from '#web/kit/time.ts'
import { stayedUntil } from '#web/store/lost-messages.ts'
import { outbox, resendMessage } from '#web/store/outgoing.ts'
import { localeTag } from '#web/words/index.ts'
import { restoredWords } from '#web/words/restored.ts'
import { dayKind } from './days.ts'
import { today } from './log-view.ts'

/** The log went back: since when, and what one can do about one's own messages. */
export function RestoredLine() {
  const say = restoredWords()
  const lost = useComputed(() => outbox.value.list.filter(({ code }) => code === 'restored').map(({ cid }) => cid))
  const at = stayedUntil.value
  const time =
    at === null ? null : formatTime(dayKind(at, today.value) === 'today' ? 'clock' : 'shortDay', at, localeTag.value)
  const count = lost.value.length
  const told = time === null ? say.unknown : say.since(time)
  useEffect(() => announce(told), [told])
  return (
    <p class="line restored-line stop-line" data-key="restored" tabIndex={-1}>
      {told}
      {count > 0 && (
        <>
          {' '}
          <span class="restored-own">
            {say.lost(count)}
            {' · '}
            <button type="button" onClick={() => lost.peek().forEach(resendMessage)}>
              {say.sendAgain(count)}
            </button>
          </span>
        </>
      )}
    </p>
  )
}
