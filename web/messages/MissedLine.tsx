import type { Missed } from '#web/store/timeline.ts'
import { toolWords } from '#web/words/tools.ts'
import { goToMissed } from './log-view.ts'

/** What was said while the line was cut, and the way to the first of it. */
export function MissedLine({ after, count, isAll }: Missed) {
  const say = toolWords().log
  return (
    <p class="hairline missed-line">
      <span>
        {isAll ? say.missed(count) : say.missedAtLeast(count)} ·{' '}
        <button type="button" onClick={() => void goToMissed(after)}>
          {say.view}
        </button>
      </span>
    </p>
  )
}
