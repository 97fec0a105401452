import { stateWords } from '#web/words/state.ts'

/** Where one would write, in a room that is only to be read. */
export function ClosedLine() {
  return <p class="closed-line">{stateWords().archived}</p>
}
