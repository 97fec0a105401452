import type { ComponentChildren } from 'preact'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import type { AnyIconName } from '#web/kit/late-icons.ts'
import { tryAgain } from '#web/store/begin-session.ts'
import { type Banner, banner } from '#web/store/connection.ts'
import { waitsBecause } from '#web/store/why-waiting.ts'
import { lateWords } from '#web/words/late.ts'
import { troubleWords } from '#web/words/trouble.ts'

/** The strip under the header. It says nothing to a screen reader by itself: the announcer does (client.md 6.6). */
export function BannerStrip() {
  const now = banner.value
  return <div class="banner-place">{now ? <Strip now={now} /> : waitsBecause.value === 'storage_full' && <Full />}</div>
}

/** The line stands, and nothing can be said: known as soon as somebody tried. */
function Full() {
  return <Line icon="circle-alert">{troubleWords().full}</Line>
}

function Strip({ now }: { now: Banner }) {
  const say = lateWords().banner
  switch (now.kind) {
    case 'offline':
      return <Line icon="wifi-off">{say.offline}</Line>
    case 'restarting':
      return <Line icon="refresh-cw">{say.restarting}</Line>
    case 'busy':
      return <Line icon="refresh-cw">{say.busy}</Line>
    case 'back':
      return (
        <Line icon="check" good>
          {say.back}
        </Line>
      )
    case 'lost':
      return (
        <Line icon="refresh-cw" retry={now.seconds !== null}>
          {now.seconds === null ? say.lostNow : say.lost(now.seconds)}
        </Line>
      )
  }
}

type LineProps = { icon: AnyIconName; good?: boolean; retry?: boolean; children: ComponentChildren }

function Line({ icon, good = false, retry = false, children }: LineProps) {
  return (
    <div class={good ? 'banner banner-good' : 'banner'}>
      <LateIcon name={icon} />
      <span>{children}</span>
      {retry && (
        <button type="button" class="link-button" onClick={tryAgain}>
          {lateWords().banner.retryNow}
        </button>
      )}
    </div>
  )
}
