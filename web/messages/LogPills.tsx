import { computed, useComputed } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Bowl } from '#web/kit/Bowl.tsx'
import { Extras } from '#web/kit/Extras.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { following, timeline } from '#web/store/timeline-store.ts'
import { attentive } from '#web/store/unread.ts'
import { toolWords } from '#web/words/tools.ts'
import { floatingDay, startFloatingDay } from './floating-day.ts'
import { wayBack } from './found.ts'
import { goBack } from './jump.ts'
import { dayName } from './LogLines.tsx'
import { farFromEnd, goToEnd, goToUnread, today } from './log-view.ts'
import { useToldUnread } from './told-unread.ts'

/** What lies over the log. */
export function LogPills() {
  return (
    <>
      <FloatingDay />
      <UpperPills />
      <LowerPills />
    </>
  )
}

/** The ways down and back, at the lower end of the log. They never take the focus by themselves. */
function LowerPills() {
  return (
    <div class="lower-pills">
      <BackPill />
      <Extras slot="below" />
      <NewPill />
    </div>
  )
}

/** The way back to where the reader was before a jump. */
function BackPill() {
  if (wayBack.value === null) return null
  return (
    <button type="button" class="log-pill" onClick={() => void goBack()}>
      <LateIcon name="undo-2" size={16} />
      <span>{toolWords().actions.wayBack}</span>
    </button>
  )
}

const isAllMissed = computed(() => timeline.value.missed?.isAll ?? true)

/** The way to the end, with the number of new messages. */
function NewPill() {
  const { below, firstBelow } = useToldUnread()
  if (following.value || (below === 0 && !farFromEnd.value)) return null
  const say = toolWords().log
  const isAll = isAllMissed.value
  return (
    <button type="button" class="log-pill" onClick={goToEnd}>
      {firstBelow && <Bowl look={firstBelow.look} size={24} />}
      <span>{below > 0 ? (isAll ? say.newMessages : say.atLeastNew)(below) : say.toLatest}</span>
      <LateIcon name="arrow-down" size={16} />
    </button>
  )
}

/** The ways up, at the upper end of the log. */
function UpperPills() {
  return (
    <div class="upper-pills">
      <FirstUnreadPill />
      <Extras slot="above" />
    </div>
  )
}

/** The way up to the unread line when it is out of view. */
function FirstUnreadPill() {
  const { lineAt, lineSeen, sinceLine } = useToldUnread()
  if (lineAt === null || lineSeen || !following.value || !attentive.value) return null
  return (
    <button type="button" class="log-pill" onClick={() => void goToUnread(lineAt)}>
      <LateIcon name="arrow-up" size={16} />
      <span>{toolWords().log.firstUnread(sinceLine)}</span>
    </button>
  )
}

/** The day of the topmost row, while the reader scrolls. */
function FloatingDay() {
  useEffect(startFloatingDay, [])
  const day = useComputed(() => floatingDay.value && dayName(floatingDay.value, today.value)).value
  return (
    <div class={day ? 'floating-day' : 'floating-day floating-day-off'} aria-hidden="true">
      {day && <span>{day}</span>}
    </div>
  )
}
