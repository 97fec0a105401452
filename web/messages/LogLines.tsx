import type { ComponentChildren } from 'preact'
import { formatTime } from '#web/kit/time.ts'
import { localeTag, words } from '#web/words/index.ts'
import { dayKind } from './days.ts'
import { today } from './log-view.ts'
import { openOverlay } from './overlays.ts'

/** 今天 · 昨天 · 11月22日 星期日, as the reader's locale writes it. */
export function dayName(at: number, nowMs: number): string {
  const kind = dayKind(at, nowMs)
  const say = words().log
  if (kind === 'today') return say.today
  return kind === 'yesterday' ? say.yesterday : formatTime(kind, at, localeTag.value)
}

/** Its word leads to other days. */
export function DayLine({ at }: { at: number }) {
  const day = dayName(at, today.value)
  const open = (button: HTMLElement) =>
    openOverlay({ kind: 'date', day: at, at: button.getBoundingClientRect(), by: 'pointer' })
  return (
    <p class="hairline day-line">
      <button
        type="button"
        class="day-button"
        aria-label={words().actions.dayLabel(day)}
        aria-haspopup="dialog"
        title={words().actions.jumpToDate}
        onClick={({ currentTarget }) => open(currentTarget)}
      >
        {day}
      </button>
    </p>
  )
}

export function GapLine({ at }: { at: number }) {
  return <p class="line">{formatTime('clock', at, localeTag.value)}</p>
}

export function UnreadLine() {
  return (
    <p class="hairline unread-line">
      <span>{words().log.unreadLine}</span>
    </p>
  )
}

export function SystemLine({ children }: { children: ComponentChildren }) {
  return <p class="line">{children}</p>
}
