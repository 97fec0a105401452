import { preferences } from '#web/store/preferences.ts'
import { pushState } from '#web/store/push-subscription.ts'
import { pushWords } from '#web/words/push.ts'
import { Choices } from './Choices.tsx'

/** Whether one is told while no page is open. Where that cannot be, why: nothing is offered that would not work. */
export function PushSettings() {
  const say = pushWords()
  const { notify, push, quiet } = preferences.value
  if (notify === 'off' || pushState.value === 'unknown') return null
  if (pushState.value === 'unavailable') return <p class="choices-note push-note">{say.unavailable}</p>
  const fails = push === 'on' && quiet === 'off' && pushState.value === 'unreachable'
  return <Choices name="push" label={say.setting} options={say.choices} note={fails ? say.unreachable : say.note} />
}
