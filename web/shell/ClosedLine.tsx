import { LateIcon } from '#web/kit/LateIcon.tsx'
import { stateWords } from '#web/words/state.ts'

/** Where one would write, in a room that is only to be read. Also whoever does not see it hears when that begins. */
export function ClosedLine() {
  return (
    <p class="closed-line" role="status">
      <LateIcon name="lock" size={18} />
      {stateWords().archived}
    </p>
  )
}
