import { useEffect, useId } from 'preact/hooks'
import { playSample } from '#web/attention/index.ts'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { isIos } from '#web/store/install.ts'
import { allowed, askToNotify, watchPermission } from '#web/store/notifications.ts'
import { attentionWords } from '#web/words/attention.ts'
import { pushWords } from '#web/words/push.ts'
import { Choices } from './Choices.tsx'
import { PushSettings } from './PushSettings.tsx'

/** What may disturb wherever one is: do not disturb, and sound. */
export function AttentionSettings() {
  const { quiet, sound } = attentionWords()
  return (
    <>
      <Choices name="quiet" label={quiet.setting} options={quiet.choices} note={quiet.note} />
      <Choices
        name="sound"
        label={sound.setting}
        options={sound.choices}
        note={sound.note}
        // A tone that was heard is known again; on some machines it also is what allows further ones.
        onChosen={playSample}
      />
    </>
  )
}

/** What this device notifies of, as far as its browser allows it. */
export function NotificationSettings() {
  useEffect(watchPermission, [])
  const say = attentionWords().notify
  if (allowed.value !== 'granted') return <NotAllowed />
  return (
    <>
      <Choices name="notify" label={say.setting} options={say.choices} note={say.note} />
      <Choices name="notifyContent" label={say.content} options={say.contents} />
      <PushSettings />
    </>
  )
}

/** The only way to the browser's question, besides the strip in the room: a press of a button. */
function NotAllowed() {
  const note = useId()
  const say = attentionWords().notify
  const may = allowed.value === 'default'
  return (
    <fieldset class="choices" aria-describedby={note}>
      <legend class="group-label">{say.setting}</legend>
      {may && (
        <button type="button" class="button button-sunken notify-button" onClick={() => void askToNotify()}>
          <LateIcon name="bell" size={18} />
          {say.turnOn}
        </button>
      )}
      <p class="choices-note" id={note}>
        {may ? say.turnOnNote : allowed.value === 'denied' ? say.denied : isIos() ? pushWords().ios : say.unavailable}
      </p>
    </fieldset>
  )
}
