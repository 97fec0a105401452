import { LateIcon } from '#web/kit/LateIcon.tsx'
import { showToast } from '#web/kit/toast.ts'
import { banner } from '#web/store/connection.ts'
import { allowed, askToNotify } from '#web/store/notifications.ts'
import { choose, preferences } from '#web/store/preferences.ts'
import { attentionWords } from '#web/words/attention.ts'

/** Under the header, from the time when somebody has spoken to the reader: the one question, until it is answered. */
export function NotifyStrip() {
  const { notify, quiet } = preferences.value
  const asks = allowed.value === 'default' && notify !== 'off' && quiet === 'off'
  // What the connection has to say goes first.
  if (!asks || banner.value) return null
  const say = attentionWords().notify
  return (
    <div class="notify-strip">
      <LateIcon name="bell" />
      <span>{say.ask}</span>
      <button type="button" class="text-button" onClick={() => void askNow()}>
        {say.allow}
      </button>
      <button type="button" class="text-button text-button-calm" onClick={() => choose('notify', 'off')}>
        {say.later}
      </button>
    </div>
  )
}

async function askNow(): Promise<void> {
  if ((await askToNotify()) === 'denied') showToast(attentionWords().notify.denied)
}
